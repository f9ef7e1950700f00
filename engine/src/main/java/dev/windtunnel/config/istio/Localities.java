package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * Localities that are written beside each other: {@code region/zone/subzone}, each part once, a star only at the end, none of them
 * inside of another one ({@code pkg/config/validation/validation.go}, validateLocalities).
 */
final class Localities {

    private final List<String> before = new ArrayList<>();

    /**
     * One more, and what is wrong with it.
     *
     * @param owner where it is written
     * @param field at which field
     * @param locality the text
     */
    void add(Block owner, String field, String locality) {
        String name = "the locality \"" + locality + "\"";
        int star = locality.indexOf('*');
        if (locality.isEmpty()) {
            owner.refuse(field, "there is no locality", "write region/zone, region/* or *");
        } else if (star >= 0 && star < locality.length() - 1) {
            owner.refuse(field, name + " has a * that is not at its end");
        } else if (List.of(locality.split("/", -1)).contains("")) {
            owner.refuse(field, name + " has an empty region, zone or subzone");
        } else {
            for (String other : before) {
                if (holds(other, locality) || holds(locality, other)) {
                    owner.refuse(field, name + " overlaps with \"" + other + "\"");
                    return;
                }
            }
            before.add(locality);
        }
    }

    /** Whether every place of {@code inner} is one of {@code outer}. */
    private static boolean holds(String outer, String inner) {
        if (outer.equals("*") || outer.equals(inner)) {
            return true;
        }
        String place = outer.endsWith("/*") ? outer.substring(0, outer.length() - 2) : outer;
        return inner.startsWith(place + "/") || inner.equals(place);
    }
}
