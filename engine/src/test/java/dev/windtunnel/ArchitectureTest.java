package dev.windtunnel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The lines inside the engine that the compiler does not draw. */
@AnalyzeClasses(packages = "dev.windtunnel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> INEXACT = Set.of(
            "acos", "asin", "atan", "atan2", "cbrt", "cos", "cosh", "exp", "expm1", "hypot", "log", "log10", "log1p",
            "pow", "sin", "sinh", "tan", "tanh");

    @ArchTest
    static final ArchRule noUserInterface = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", "picocli..")
            .because("the engine runs where there is no display, and under any user interface");

    @ArchTest
    static final ArchRule noStandardStreams = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .because("results are returned and remarks are findings; who prints them is the caller's business");

    @ArchTest
    static final ArchRule noWallClock = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethodWhere(call("reads a clock", c -> isJavaTime(c) && isClockReading(c.getName())))
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("the only clock is the virtual one: the same input and seed give the same bytes");

    @ArchTest
    static final ArchRule noOtherRandomness = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class, SecureRandom.class)
            .because("every draw is keyed by the seed and what it is for, so that one more draw shifts no other");

    @ArchTest
    static final ArchRule noInexactMath = noClasses()
            .should()
            .callMethodWhere(call(
                    "calls a function of Math that may differ between machines",
                    c -> c.getTargetOwner().isEquivalentTo(Math.class) && INEXACT.contains(c.getName())))
            .because("Math may differ by the last digit from one processor and Java to the next; StrictMath does not");

    @ArchTest
    static final ArchRule noDefaults = noClasses()
            .should()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "lineSeparator")
            .orShould()
            .callMethod(Charset.class, "defaultCharset")
            .orShould()
            .callMethod(Locale.class, "getDefault")
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .because("what the machine is set to must not show in a result; give Locale.ROOT and \\n");

    @ArchTest
    static final ArchRule librariesStayAtTheBorders = noClasses()
            .that()
            .resideOutsideOfPackages("dev.windtunnel.source..", "dev.windtunnel.config..", "dev.windtunnel.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml..", "org.yaml..")
            .because("only reading files and writing reports needs a library; the model is plain Java")
            .allowEmptyShould(true);

    @ArchTest
    static void packagesUseOnlyWhatLiesBelowThem(JavaClasses classes) {
        uses(classes, "finding");
        uses(classes, "random");
        uses(classes, "kernel");
        uses(classes, "measure");
        uses(classes, "source", "finding");
        uses(classes, "expect", "measure", "mesh");
        uses(classes, "mesh", "finding", "source", "random");
        uses(classes, "proxy", "random", "mesh");
        uses(classes, "scenario", "finding", "source", "random", "expect", "mesh");
        uses(classes, "traffic", "random", "scenario");
        uses(classes, "config", "finding", "source", "random", "expect", "mesh", "scenario");
        uses(classes, "plan", "finding", "source", "random", "proxy", "mesh", "scenario", "traffic");
        uses(
                classes,
                "simulation",
                "random",
                "kernel",
                "measure",
                "expect",
                "proxy",
                "mesh",
                "scenario",
                "traffic",
                "plan");
        uses(classes, "analysis", "finding", "source", "mesh", "config", "scenario");
        uses(classes, "cluster", "finding", "source", "mesh", "config", "scenario", "simulation");
        uses(
                classes,
                "console",
                "finding",
                "source",
                "mesh",
                "config",
                "scenario",
                "analysis",
                "plan",
                "proxy",
                "simulation",
                "cluster");
        uses(classes, "advice", "finding", "source", "measure", "mesh", "plan", "proxy", "scenario");
        uses(classes, "explain", "mesh", "plan", "proxy", "scenario", "simulation");
        uses(classes, "report", "finding", "measure", "expect");
    }

    private static void uses(JavaClasses classes, String user, String... used) {
        String[] allowed = Stream.concat(Stream.of(user), Arrays.stream(used))
                .map(name -> "dev.windtunnel." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .dependOnClassesThat(resideInAPackage("dev.windtunnel..").and(not(resideInAnyPackage(allowed))))
                .because(user + " uses " + (used.length == 0 ? "nothing of ours" : String.join(", ", used))
                        + ", and nothing points back")
                .allowEmptyShould(true)
                .check(classes);
    }

    private static boolean isJavaTime(JavaCall<?> call) {
        return call.getTargetOwner().getPackageName().equals("java.time");
    }

    private static boolean isClockReading(String method) {
        return method.equals("now") || method.startsWith("system") || method.equals("millis");
    }

    private static DescribedPredicate<JavaCall<?>> call(String description, Predicate<JavaCall<?>> predicate) {
        return describe(description, predicate);
    }
}
