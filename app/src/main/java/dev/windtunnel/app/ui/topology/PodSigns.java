package dev.windtunnel.app.ui.topology;

import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which signs of pods a run shows, so that the legend explains them; one that is gone stays for a while. */
final class PodSigns {

    /** Signs that not every mesh shows. */
    enum Sign {
        EJECTED("ejected"),
        NOT_READY("not ready"),
        GONE("machine gone"),
        PROXY_DOWN("proxy down"),
        NO_SIDECAR("no sidecar");

        final String text;

        Sign(String text) {
            this.text = text;
        }
    }

    /** So long the legend keeps a sign that no pod has any more: it does not flicker. */
    private static final long KEPT_NANOS = 10_000_000_000L;

    private final EnumMap<Sign, Long> seen = new EnumMap<>(Sign.class);

    void clear() {
        seen.clear();
    }

    /**
     * Takes the pods of now.
     *
     * @param nowNanos time of the person who looks
     * @return whether a sign is new, or gone
     */
    boolean take(List<PodFrame> pods, long nowNanos) {
        Set<Sign> before = seen();
        EnumSet<Sign> shown = EnumSet.noneOf(Sign.class);
        for (PodFrame pod : pods) {
            if (pod.ejectedBy() > 0 || pod.ejections() > 0) {
                shown.add(Sign.EJECTED);
            }
            if (pod.state().equals("DOWN")) {
                shown.add(Sign.GONE);
            } else if (!pod.state().equals("READY")) {
                shown.add(Sign.NOT_READY);
            }
            if (pod.proxyDown()) {
                shown.add(Sign.PROXY_DOWN);
            }
            if (!pod.sidecar()) {
                shown.add(Sign.NO_SIDECAR);
            }
        }
        shown.forEach(sign -> seen.put(sign, nowNanos));
        seen.values().removeIf(last -> nowNanos - last >= KEPT_NANOS);
        return !seen().equals(before);
    }

    Set<Sign> seen() {
        EnumSet<Sign> signs = EnumSet.noneOf(Sign.class);
        signs.addAll(seen.keySet());
        return signs;
    }
}
