@echo off
rem Starts Windtunnel. Builds it first when there is no build yet, or when the sources are newer than it.
rem WINDTUNNEL_JAVA_OPTS holds options for Java, such as -Xmx8g.
setlocal
set "WT_HOME=%~dp0"
set "WT_TARGET=%WT_HOME%app\target"
set "WT_STAMP=%WT_TARGET%\windtunnel.stamp"
set "WT_LOG=%WT_TARGET%\windtunnel-build.log"

set "WT_JAVA=java"
if defined JAVA_HOME set "WT_JAVA=%JAVA_HOME%\bin\java"
"%WT_JAVA%" --version >nul 2>nul
if errorlevel 1 (
    echo windtunnel: Java 17 or newer is needed: install a JDK or set JAVA_HOME. 1>&2
    exit /b 2
)

powershell -NoProfile -Command ^
    "$stamp = Get-Item -ErrorAction SilentlyContinue $env:WT_STAMP; if (-not $stamp) { exit 1 };" ^
    "$files = 'pom.xml', 'engine\pom.xml', 'app\pom.xml', 'engine\src\main', 'app\src\main' | ForEach-Object { Join-Path $env:WT_HOME $_ };" ^
    "$all = @(Get-Item $files) + @(Get-ChildItem -Recurse $files);" ^
    "if ($all | Where-Object { $_.LastWriteTimeUtc -gt $stamp.LastWriteTimeUtc } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 (
    call :build
    if errorlevel 1 exit /b
)

for %%j in ("%WT_TARGET%\windtunnel-app-*.jar") do set "WT_JAR=%%~j"
"%WT_JAVA%" -XX:+UseSerialGC -XX:-UsePerfData "-Dwindtunnel.home=%WT_HOME%." %WINDTUNNEL_JAVA_OPTS% -cp "%WT_JAR%;%WT_TARGET%\lib\*" dev.windtunnel.app.Launcher %*
exit /b %ERRORLEVEL%

:build
where mvn >nul 2>nul
if errorlevel 1 (
    echo windtunnel: Maven is needed to build Windtunnel: install Maven 3.8 or newer. 1>&2
    exit /b 2
)
if not exist "%WT_TARGET%" mkdir "%WT_TARGET%"
type nul >"%WT_STAMP%.new"
if exist "%WT_STAMP%" del "%WT_STAMP%"
if exist "%WT_TARGET%\lib" rmdir /s /q "%WT_TARGET%\lib"
del /q "%WT_TARGET%\windtunnel-app-*.jar" 2>nul
pushd "%WT_HOME%"
call mvn -q -B -Dmaven.test.skip=true package >"%WT_LOG%" 2>&1
set "WT_STATUS=%ERRORLEVEL%"
popd
if not "%WT_STATUS%"=="0" (
    type "%WT_LOG%" 1>&2
    echo windtunnel: the build failed, see above. 1>&2
    exit /b 3
)
move /y "%WT_STAMP%.new" "%WT_STAMP%" >nul
exit /b 0
