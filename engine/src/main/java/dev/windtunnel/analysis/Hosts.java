package dev.windtunnel.analysis;

/** Host names as Istio resolves them (istio pilot/pkg/model/config.go). */
final class Hosts {
    private static final String DOMAIN = ".svc.cluster.local";

    private Hosts() {}

    /** A name without a dot is that of a service in the namespace of the object; every other one is taken as it is. */
    static String full(String host, String namespace) {
        boolean isShort = host.indexOf('.') < 0 && host.indexOf(':') < 0 && !host.startsWith("*");
        return isShort ? host + "." + namespace + DOMAIN : host;
    }

    /** Whether there is a name that both take; {@code *} at the front stands for one or more characters. */
    static boolean overlap(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        boolean wildA = a.startsWith("*");
        boolean wildB = b.startsWith("*");
        String tailA = wildA ? a.substring(1) : a;
        String tailB = wildB ? b.substring(1) : b;
        if (wildA && wildB) {
            return tailA.endsWith(tailB) || tailB.endsWith(tailA);
        }
        return wildA && b.endsWith(tailA) || wildB && a.endsWith(tailB);
    }

    /** What to do about a name that looks like {@code reviews.prod} and is not expanded. */
    static String fix(String host, String fullHost) {
        return host.equals(fullHost) && host.split("\\.").length == 2
                ? "a name with a dot is taken as it is: write " + host + DOMAIN
                : "check the name, or add the Service";
    }
}
