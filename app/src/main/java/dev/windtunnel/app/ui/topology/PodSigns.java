package dev.windtunnel.app.ui.topology;

import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which signs of pods a run has shown so far, so that the legend explains them and does not lose them again. */
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

    private final EnumSet<Sign> seen = EnumSet.noneOf(Sign.class);

    void clear() {
        seen.clear();
    }

    /** Takes the pods of now; whether a sign is new. */
    boolean take(List<PodFrame> pods) {
        int before = seen.size();
        for (PodFrame pod : pods) {
            if (pod.ejectedBy() > 0 || pod.ejections() > 0) {
                seen.add(Sign.EJECTED);
            }
            if (pod.state().equals("DOWN")) {
                seen.add(Sign.GONE);
            } else if (!pod.state().equals("READY")) {
                seen.add(Sign.NOT_READY);
            }
            if (pod.proxyDown()) {
                seen.add(Sign.PROXY_DOWN);
            }
            if (!pod.sidecar()) {
                seen.add(Sign.NO_SIDECAR);
            }
        }
        return seen.size() != before;
    }

    Set<Sign> seen() {
        return EnumSet.copyOf(seen);
    }
}
