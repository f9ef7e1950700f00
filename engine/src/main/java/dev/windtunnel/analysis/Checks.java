package dev.windtunnel.analysis;

import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Profile;
import java.util.function.Predicate;

/** All checks, in alphabetical order. A new one is a class and a line. */
public enum Checks {
    AUTHORIZATION_NAMESPACE("IST0101", "namespaces of AuthorizationPolicies exist", new AuthorizationPolicyCheck(true)),
    AUTHORIZATION_SELECTOR(
            "IST0127", "the selector of an AuthorizationPolicy takes pods", new AuthorizationPolicyCheck(false)),
    AUTOSCALER("WT3025", "an autoscaler has something to scale and to go by", new AutoscalerCheck()),
    BUDGET_SELECTOR("WT3029", "the selector of a PodDisruptionBudget takes pods", new BudgetSelectorCheck()),
    CALLER_SELECTOR("WT3028", "the workloadSelector of a DestinationRule takes pods", new CallerSelectorCheck()),
    CLAIM_ROUTING("IST0149", "gateways that route by claims look at tokens", new ClaimRoutingCheck()),
    DELEGATE("WT3026", "a VirtualService without hosts is the delegate of another", new DelegateCheck(false)),
    DELEGATE_REFERENCE("IST0101", "delegates of VirtualServices exist", new DelegateCheck(true)),
    DESTINATION_POLICY("WT3019", "a destination policy is for a version that rules name", new DestinationPolicyCheck()),
    DESTINATION_PORT("IST0112", "a destination of a service with several ports names one", new DestinationPortCheck()),
    DESTINATION_REFERENCE("IST0101", "hosts and subsets of destinations exist", new DestinationReferenceCheck()),
    DESTINATION_RULE_HOST("IST0174", "the host of a DestinationRule exists", new DestinationRuleHostCheck()),
    DUPLICATE_HOST("IST0109", "a host has one VirtualService in the mesh", new DuplicateHostCheck()),
    EMPTY_SERVICE("WT3016", "a Service or ServiceEntry has endpoints", new EmptyServiceCheck()),
    EMPTY_SUBSET("IST0173", "the labels of a subset take pods", new EmptySubsetCheck()),
    GATEWAY("IST0101", "the selector of a Gateway takes pods", new GatewayCheck()),
    GATEWAY_HOSTS("IST0132", "a Gateway listens for hosts of its VirtualServices", new GatewayReferenceCheck(true)),
    GATEWAY_REFERENCE("IST0101", "the Gateways of VirtualServices exist", new GatewayReferenceCheck(false)),
    OVERRULED("WT3027", "no older object says something else of the same", new OverruledCheck()),
    POLICY_METHODS("WT3042", "methods of AuthorizationPolicies are those of requests", new PolicyValuesCheck(false)),
    POLICY_PRINCIPALS(
            "WT3041", "principals of AuthorizationPolicies are those of callers", new PolicyValuesCheck(true)),
    PORT_MODES("WT3048", "ports of PeerAuthentications are those of pods", new PortModeCheck()),
    PORT_NAME("IST0118", "port names say the protocol", new PortNameCheck()),
    RATE_LIMIT_REACH("WT3024", "a rate limit holds for some proxy and route", new RateLimitReachCheck()),
    RATE_LIMIT_SELECTOR("WT3024", "the selector of a rate limit takes pods", new RateLimitSelectorCheck()),
    ROUTE_RULE_PRECEDENCE(
            "WT3015", "no two route rules of a service are equally important", new RouteRulePrecedenceCheck()),
    ROUTE_RULE_REFERENCE("WT3014", "services and versions of route rules exist", new RouteRuleReferenceCheck()),
    SECURITY_SELECTOR(
            "WT3040", "PeerAuthentications and RequestAuthentications are for some pods", new SecuritySelectorCheck()),
    TLS_ROUTE("WT3045", "connections can come to every tls match", new TlsRouteCheck()),
    UNREACHABLE_ROUTE("IST0130", "every route of a VirtualService can be taken", new UnreachableRouteCheck()),
    UNREACHABLE_ROUTE_RULE("WT3013", "every route rule can be taken", new UnreachableRouteRuleCheck());

    private static final String INJECT = "sidecar.istio.io/inject";

    private final String code;
    private final String title;
    private final Check check;

    Checks(String code, String title, Check check) {
        this.code = code;
        this.title = title;
        this.check = check;
    }

    /** The code of its findings. */
    public String code() {
        return code;
    }

    /** What it makes sure of, as a phrase. */
    public String title() {
        return title;
    }

    /** Runs every check; what an object suppresses is left out (see {@link Suppressions}). */
    public static void run(Mesh mesh, ObjectStore store, Profile profile, Findings findings) {
        run(mesh, store, profile, Checks::isNotForbidden, findings);
    }

    /**
     * Runs all checks.
     *
     * @param sidecars whether the pods of a workload have a sidecar, by the settings of a scenario
     */
    public static void run(
            Mesh mesh, ObjectStore store, Profile profile, Predicate<Workload> sidecars, Findings findings) {
        Input input = new Input(mesh, store, profile, sidecars);
        Findings all = new Findings();
        for (Checks one : values()) {
            one.check.run(input, all);
        }
        findings.addAll(Suppressions.keep(store, all.list()));
    }

    /** Without a scenario: every pod may have a sidecar that does not say that it has none. */
    private static boolean isNotForbidden(Workload workload) {
        return !"false".equals(workload.labels().get(INJECT))
                && !"false".equals(workload.annotations().get(INJECT));
    }
}
