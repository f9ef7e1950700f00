package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables and documents of {@code get} and {@code describe} on the mesh of a first experiment with Istio 0.1. */
class GetCommandTest extends HelloCommands {
    @Test
    void servicesOf2017HaveNoTypeColumn() {
        assertEquals(
                new Result(
                        0,
                        """
                NAME            CLUSTER-IP       EXTERNAL-IP   PORT(S)                      AGE
                helloworldsvc   10.254.145.112   <none>        8080/TCP                     47m
                istio-ingress   10.254.234.8     <pending>     80:32031/TCP,443:32559/TCP   14h
                istio-pilot     10.254.15.121    <none>        8080/TCP,8081/TCP            14h
                kubernetes      10.254.0.1       <none>        443/TCP                      1d
                tool            10.254.87.52     <none>        8080/TCP                     44m
                """,
                        ""),
                run("get", "scenario.yaml", "services"));
    }

    @Test
    void podsCountTheirProxy() {
        assertEquals(
                new Result(
                        0,
                        """
                NAME                                     READY     STATUS    RESTARTS   AGE
                helloworld-service-2437162702-x8w05      2/2       Running   0          1h
                helloworld-service-v2-2637126738-s7l4s   2/2       Running   0          1h
                istio-pilot-1                            2/2       Running   4          14h
                tool-185907110-fsr04                     2/2       Running   0          1h
                """,
                        ""),
                run("get", "scenario.yaml", "pods"));
    }

    @Test
    void describeServiceShowsBothEndpoints() {
        assertEquals(
                new Result(
                        0,
                        """
                Name:                   helloworldsvc
                Namespace:              default
                Labels:                 tomcat-app=helloworld
                Annotations:            <none>
                Selector:               tomcat-app=helloworld
                Type:                   ClusterIP
                IP:                     10.254.145.112
                Port:                   http    8080/TCP
                Endpoints:              10.1.40.3:8080,10.1.40.7:8080
                Session Affinity:       None
                Events:                 <none>
                """,
                        ""),
                run("describe", "scenario.yaml", "service", "helloworldsvc"));
    }

    @Test
    void todaysTablesHaveTodaysColumns() {
        Result services = run("get", "scenario.yaml", "svc", "tool", "--profile", "istio-1.30");
        assertEquals(
                """
                NAME   TYPE        CLUSTER-IP     EXTERNAL-IP   PORT(S)    AGE
                tool   ClusterIP   10.254.87.52   <none>        8080/TCP   44m
                """,
                services.out());
    }

    @Test
    void objectsComeAsDocumentsAndNames() {
        String json = run("get", "scenario.yaml", "pod", "tool-185907110-fsr04", "-o", "json")
                .out();
        assertTrue(json.contains("\"podIP\": \"10.1.40.9\""), json);
        assertTrue(json.contains("\"phase\": \"Running\""), json);
        assertEquals(
                "services/tool\n",
                run("get", "scenario.yaml", "svc", "tool", "-o", "name").out());
        assertEquals(
                "", run("get", "scenario.yaml", "pods", "-l", "name=nobody").out());
        assertEquals(
                "No resources found.\n",
                run("get", "scenario.yaml", "pods", "-l", "name=nobody").err());
        assertEquals(
                new Result(1, "", "Error from server (NotFound): pods \"nobody\" not found\n"),
                run("get", "scenario.yaml", "pod", "nobody"));
        assertEquals(1, run("get", "scenario.yaml", "nonsense").status());
    }

    @Test
    void refusedPodsHaveNoRowButTheirReplicaSetWantsOne() {
        String[] blocked = {"--set", "cluster.platform.allowPrivileged=false", "-f", "privileged.yaml"};
        write(
                "privileged.yaml",
                deployment(
                        "closed", "name: closed", "1", "{name: a, image: 'a:1', securityContext: {privileged: true}}"));
        Result pods = run("get", "scenario.yaml", "pods", blocked[0], blocked[1], blocked[2], blocked[3]);
        assertFalse(pods.out().contains("closed"), pods.out());
        Result sets =
                run("get", "scenario.yaml", "rs", "-l", "name=closed", blocked[0], blocked[1], blocked[2], blocked[3]);
        assertTrue(
                sets.out().matches("(?s)NAME +DESIRED +CURRENT +READY +AGE\nclosed-\\d+ +1 +0 +0 +0s\n"), sets.out());
    }

    @Test
    void selectorsAreReadAsKubectlReadsThem() {
        for (String wrong : List.of("=,!", ",", "!", "a=b=c", "a b", "a in", "in (x)", "a=ü")) {
            Result result = run("get", "scenario.yaml", "pods", "-l", wrong);
            assertEquals(1, result.status(), wrong);
            assertTrue(
                    result.err().startsWith("error: unable to parse the label selector \"" + wrong + "\": write"),
                    result.err());
        }
        String all = run("get", "scenario.yaml", "pods").out();
        assertEquals(all, run("get", "scenario.yaml", "pods", "-l", "").out());
        assertEquals(
                all,
                run("get", "scenario.yaml", "pods", "-l", "!nobody,x!=y, x notin (y,z)")
                        .out());
    }

    @Test
    void objectsComeBackWithTheirNamespace() {
        String yaml = run("get", "scenario.yaml", "svc", "tool", "-o", "yaml").out();
        assertTrue(yaml.contains("  name: tool\n  namespace: default\n"), yaml);
    }
}
