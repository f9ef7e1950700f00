package dev.windtunnel.config.fields;

import java.util.Map;
import java.util.regex.Pattern;

/** The syntax of labels (apimachinery/pkg/util/validation). */
public final class Labels {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private Labels() {}

    /** Whether a text can be the key of a label. */
    public static boolean isKey(String key) {
        int slash = key.indexOf('/');
        boolean prefixed = slash < 0
                || slash <= 253 && PREFIX.matcher(key.substring(0, slash)).matches();
        return prefixed && NAME.matcher(key.substring(slash + 1)).matches();
    }

    /** Whether a text can be the value of a label. */
    public static boolean isValue(String value) {
        return value.isEmpty() || NAME.matcher(value).matches();
    }

    /** Refuses the object when {@code field} holds labels that the cluster would not take. */
    public static void check(Block block, String field, Map<String, String> labels) {
        labels.forEach((key, value) -> {
            if (!isKey(key)) {
                block.refuse(field, "\"" + key + "\" is no label key: letters, digits and -_. are allowed, 63 of them");
            }
            if (!isValue(value)) {
                block.refuse(
                        field,
                        "\"" + value + "\" is no label value for " + key
                                + ": letters, digits and -_. are allowed, 63 of them");
            }
        });
    }
}
