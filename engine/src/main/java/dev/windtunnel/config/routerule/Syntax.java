package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names, full names and tags as the validator of Istio 0.1.6 took them. */
final class Syntax {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern TAG = Pattern.compile("[-_./A-Za-z0-9]*");
    private static final int LONGEST_NAME = 255;

    private Syntax() {}

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** The full name of a service; null when it is not written or is none. */
    static @Nullable String service(Block block, String field, boolean required) {
        String name = block.filledText(field);
        if (name == null) {
            if (required) {
                block.refuse(field, "the " + field + " is missing", "write name.namespace.svc.cluster.local");
            }
            return null;
        }
        boolean labels = name.length() <= LONGEST_NAME;
        for (String label : name.split("\\.", -1)) {
            labels &= isLabel(label);
        }
        if (!labels) {
            block.refuse(field, "\"" + name + "\" is no host name", "write name.namespace.svc.cluster.local");
            return null;
        }
        if (name.indexOf('.') < 0) {
            Trap.SHORT_NAME.report(block, field);
        }
        return name;
    }

    static void checkTags(Block block, String field, Map<String, String> tags) {
        tags.forEach((key, value) -> {
            if (key.isEmpty()
                    || !TAG.matcher(key).matches()
                    || !TAG.matcher(value).matches()) {
                block.refuse(field, key + ": " + value + " is no tag: only letters, digits and -_./ are allowed");
            }
        });
    }
}
