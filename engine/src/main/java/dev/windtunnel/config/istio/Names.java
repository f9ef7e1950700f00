package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which texts are hosts, namespaces and subset names. */
final class Names {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern DOMAIN_LABEL = Pattern.compile("[a-zA-Z0-9_]([-a-zA-Z0-9_]{0,61}[a-zA-Z0-9_])?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int LONGEST_NAME = 255;

    private Names() {}

    static boolean isDnsLabel(String text) {
        return DNS_LABEL.matcher(text).matches();
    }

    static boolean isIp(String text) {
        return IPV4.matcher(text).matches()
                || text.indexOf(':') >= 0 && text.chars().allMatch(Names::isIpv6);
    }

    private static boolean isIpv6(int c) {
        return Character.digit(c, 16) >= 0 || c == ':' || c == '.';
    }

    /** A full name, {@code *} for all, or {@code *} in front of the rest of a name. */
    static boolean isWildcardDomain(String text) {
        if (text.equals("*")) {
            return true;
        }
        if (text.startsWith("*.")) {
            return isDomain(text.substring(2));
        }
        return text.startsWith("*") ? isDomain(text.substring(1)) : isDomain(text);
    }

    static boolean isDomain(String text) {
        String body = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (body.isEmpty() || text.length() > LONGEST_NAME) {
            return false;
        }
        for (String label : body.split("\\.", -1)) {
            if (!DOMAIN_LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    /** The rules of {@code exportTo} for everything but ServiceEntries. */
    static void checkExportTo(Block spec, List<String> exportTo) {
        Set<String> seen = new HashSet<>();
        for (String namespace : exportTo) {
            if (!seen.add(namespace)) {
                spec.refuse("exportTo", "exportTo names " + namespace + " twice");
            } else if (namespace.equals("~")) {
                spec.refuse("exportTo", "exportTo cannot be \"~\" here");
            } else if (!namespace.equals("*") && !namespace.equals(".") && !isDnsLabel(namespace)) {
                spec.refuse("exportTo", "\"" + namespace + "\" in exportTo is no namespace");
            }
        }
        if (exportTo.size() > 1 && exportTo.contains("*")) {
            spec.refuse("exportTo", "exportTo cannot hold \"*\" beside other namespaces");
        }
    }
}
