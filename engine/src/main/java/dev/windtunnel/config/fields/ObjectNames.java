package dev.windtunnel.config.fields;

import dev.windtunnel.mesh.ObjectKey;
import java.util.regex.Pattern;

/** The syntax of names (apimachinery/pkg/util/validation): most are subdomains, some have to be labels of DNS. */
public final class ObjectNames {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int LONGEST_SUBDOMAIN = 253;

    private ObjectNames() {}

    /** Refuses an object whose name or namespace the API server would not take. */
    public static void check(ObjectReading object) {
        ObjectKey key = object.key();
        String name = key.name();
        Block metadata = object.root().blockOrEmpty("metadata");
        boolean fine =
                switch (key.kind()) {
                    case "Service" -> SERVICE.matcher(name).matches();
                    case "Namespace" -> LABEL.matcher(name).matches();
                    default ->
                        name.length() <= LONGEST_SUBDOMAIN
                                && SUBDOMAIN.matcher(name).matches();
                };
        if (!fine) {
            metadata.refuse(
                    "name",
                    "\"" + name + "\" cannot be the name of a " + key.kind() + ": lower-case letters, digits and -");
        }
        if (!key.namespace().isEmpty() && !LABEL.matcher(key.namespace()).matches()) {
            metadata.refuse("namespace", "\"" + key.namespace() + "\" cannot be the name of a namespace");
        }
    }
}
