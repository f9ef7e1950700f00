package dev.windtunnel.scenario;

import dev.windtunnel.random.Keyed;
import java.util.List;

/** Fills in the variables of a text. */
public final class TemplateRenderer {
    /** What the draws of a text decide; the entity is the place of the variable in it. */
    private static final long VARIABLE = 0x7661_7269_6162_6c65L;

    private TemplateRenderer() {}

    /**
     * The text for one request: the same for the same arguments.
     *
     * @param user number of the person, from 1
     * @param request number of the request in its traffic, from 1
     * @param bits 64 random bits of this request; every variable draws its own from them
     */
    public static String render(Template template, long user, long request, long bits) {
        List<Template.Part> parts = template.parts();
        if (parts.size() == 1 && parts.get(0) instanceof Template.Literal literal) {
            return literal.text();
        }
        StringBuilder out = new StringBuilder(template.text().length() + 16);
        for (int i = 0; i < parts.size(); i++) {
            append(out, parts.get(i), user, request, bits, i);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Template.Part part, long user, long request, long bits, int place) {
        if (part instanceof Template.Literal literal) {
            out.append(literal.text());
        } else if (part instanceof Template.User) {
            out.append(user);
        } else if (part instanceof Template.RequestNumber) {
            out.append(request);
        } else {
            long own = Keyed.bits(bits, place, VARIABLE);
            if (part instanceof Template.Uniform uniform) {
                out.append(uniform.low() + Keyed.below(own, uniform.high() - uniform.low() + 1));
            } else if (part instanceof Template.Pick pick) {
                out.append(
                        pick.choices().get((int) Keyed.below(own, pick.choices().size())));
            } else if (part instanceof Template.Zipf zipf) {
                out.append(rank(zipf.cumulative(), Keyed.unit(own)));
            }
        }
    }

    /** The first rank whose cumulative weight is above the drawn share of the whole. */
    private static int rank(List<Double> cumulative, double unit) {
        double wanted = unit * cumulative.get(cumulative.size() - 1);
        int low = 0;
        int high = cumulative.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative.get(middle) > wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low + 1;
    }
}
