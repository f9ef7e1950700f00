package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyCommandsTest {
    private static final String RULE =
            """
            type: route-rule
            name: slow
            spec:
              destination: hello.default.svc.cluster.local
              route:
              - {tags: {version: "1"}, weight: 40}
              - {tags: {version: "2"}, weight: 60}
            """;

    private static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once}
            spec: {template: {spec: {containers: [{name: main, image: busybox}]}}}
            """;

    @TempDir
    private Path folder;

    @Test
    void convertPrintsYamlAndWhatIsNotAlikeBesideIt() throws IOException {
        Files.writeString(folder.resolve("rule.yaml"), RULE);
        Result result = Shell.in(folder).run("convert", "rule.yaml");
        assertEquals(0, result.status());
        assertTrue(result.out().startsWith("apiVersion: networking.istio.io/v1\nkind: VirtualService\n"));
        assertTrue(result.out().contains("\n---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\n"));
        assertTrue(result.out().contains("timeout: 15s"));
        assertTrue(result.err().startsWith("Warning [WT3108] (route-rule default/slow rule.yaml:5:3) "), result.err());
    }

    @Test
    void literalAddsNothing() {
        Result result = Shell.anywhere().typing(RULE).run("convert", "--literal", "-");
        assertEquals(0, result.status());
        assertFalse(result.out().contains("timeout"));
        assertTrue(result.err().contains("[WT3119]"));
    }

    @Test
    void theNamespaceIsTheOneOfTheCommandLine() {
        Result result = Shell.anywhere()
                .typing(RULE.replace(".default.svc.cluster.local", ""))
                .run("convert", "-", "-n", "shop");
        assertTrue(result.out().contains("\n  namespace: shop\n"));
    }

    @Test
    void noHalfResultIsPrinted() {
        Result result = Shell.anywhere()
                .typing(RULE + "---\ntype: route-rule\nname: r\nspec: {}\n")
                .run("convert", "-");
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().contains("Error [IST0106] (route-rule default/r stdin:11:7)"), result.err());
    }

    @Test
    void injectTakesTheFlagsOfKubeInject() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), JOB);
        Result plain = Shell.in(folder).run("inject", "job.yaml");
        assertEquals(0, plain.status());
        assertTrue(plain.out().contains("image: docker.io/istio/proxy_debug:0.1\n"));
        assertTrue(plain.out().contains("enable-core-dump"));
        assertTrue(plain.out().endsWith("status: {}\n---\n"));
        Result told = Shell.in(folder)
                .run(
                        "inject",
                        "job.yaml",
                        "--hub=h",
                        "--tag=t",
                        "--coreDump=false",
                        "--includeIPRanges=10.0.0.0/8",
                        "--setVersionString=v",
                        "--sidecarProxyUID=7",
                        "--verbosity=9");
        assertTrue(told.out().contains("alpha.istio.io/version: v\n"));
        assertTrue(told.out().contains("[\"-p\",\"15001\",\"-u\",\"7\",\"-i\",\"10.0.0.0/8\"],\"image\":\"h/init:t\""));
        assertTrue(told.out().contains("- \"9\"\n"));
        assertFalse(told.out().contains("enable-core-dump"));
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertEquals(
                new Result(2, "", "Error [WT0070] there is no file 'none.yaml'. Check its name.\n"),
                Shell.in(folder).run("inject", "none.yaml"));
        assertTrue(Shell.in(folder.getParent())
                .run("convert", folder.getFileName().toString())
                .err()
                .contains("is a folder"));
    }

    @Test
    void ofARuleThatNoRequestReachesNothingElseIsSaid() {
        Shop.write(
                folder,
                "dead.yaml",
                """
                type: route-rule
                name: dead
                spec:
                  destination: a.default.svc.cluster.local
                  precedence: 1
                  match: {httpHeaders: {cookie: {regex: "x.*"}, uri: {regex: "/a.*"}}}
                  route: [{tags: {version: "1"}, weight: 90}, {tags: {version: "2"}, weight: 10}]
                ---
                type: route-rule
                name: all
                spec:
                  destination: a.default.svc.cluster.local
                  precedence: 2
                  route: [{tags: {version: "1"}}]
                """);
        Result result = Shell.in(folder).run("convert", "dead.yaml");
        assertEquals(0, result.status());
        assertEquals(
                "Warning [WT3101] (route-rule default/dead dead.yaml:4:3) no request reaches this rule: route-rule"
                        + " default/all takes them all, in the old language and in the new one\n",
                result.err());
    }

    @Test
    void aConditionThatNeverMatchedIsOfNoDialect() {
        Shop.write(
                folder,
                "uri.yaml",
                """
                type: route-rule
                name: uri
                spec:
                  destination: a.default.svc.cluster.local
                  precedence: 1
                  match: {httpHeaders: {uri: {regex: "/a.*"}}}
                  route: [{tags: {version: "1"}}]
                """);
        String err = Shell.in(folder).run("convert", "uri.yaml").err();
        assertTrue(err.contains("WT3103") && !err.contains("WT3104"), err);
    }

    @Test
    void nothingToConvertOrInjectIsAnError() {
        for (String command : new String[] {"convert", "inject"}) {
            Result result = Shell.in(folder).typing("# only a comment\n").run(command, "-");
            assertEquals(
                    new Result(2, "", "Error [WT0070] there is no document in stdin. Check what writes it.\n"), result);
        }
    }

    @Test
    void includeIPRangesHasToBeRanges() {
        Shop.write(folder, "pods.yaml", "{}");
        for (String wrong : new String[] {"nonsense", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "10.0.0.0/8,"}) {
            Result result = Shell.in(folder).run("inject", "--includeIPRanges", wrong, "pods.yaml");
            assertEquals(2, result.status());
            assertTrue(
                    result.err()
                            .startsWith("windtunnel: --includeIPRanges " + wrong
                                    + ": wanted ranges of addresses such as 10.0.0.0/8,172.16.0.0/12."),
                    result.err());
        }
    }
}
