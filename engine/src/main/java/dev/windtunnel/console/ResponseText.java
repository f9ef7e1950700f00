package dev.windtunnel.console;

import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.Sidecars;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.simulation.Run.PodView;
import java.util.Locale;

/** Fills in the variables of a handler's response: {@code ${env.X} ${pod.name} ${pod.ip} ${request.header.x}}. */
final class ResponseText {

    private ResponseText() {}

    /** The text as this pod would answer this request; what is not set is empty. */
    static String render(String template, PodView pod, RequestHead request) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int start = template.indexOf("${", at);
            int end = start < 0 ? -1 : template.indexOf('}', start);
            if (end < 0) {
                return text.append(template, at, template.length()).toString();
            }
            text.append(template, at, start).append(value(template.substring(start + 2, end), pod, request));
            at = end + 1;
        }
    }

    private static String value(String name, PodView pod, RequestHead request) {
        if (name.equals("pod.name")) {
            return pod.name();
        }
        if (name.equals("pod.ip")) {
            return pod.ip();
        }
        if (name.startsWith("request.header.")) {
            String header = name.substring("request.header.".length()).toLowerCase(Locale.ROOT);
            return header.equals("host")
                    ? request.authority()
                    : request.headers().getOrDefault(header, "");
        }
        return name.startsWith("env.") ? variable(name.substring("env.".length()), pod) : "";
    }

    /** A variable of the app's container; every pod has its own name in HOSTNAME. */
    static String variable(String name, PodView pod) {
        Workload workload = pod.workload().workload();
        Workload.Container container = workload == null ? null : Sidecars.appContainer(workload);
        String value = container == null ? null : container.env().get(name);
        if (value != null) {
            return value;
        }
        return name.equals("HOSTNAME") ? pod.name() : "";
    }
}
