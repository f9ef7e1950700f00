package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.shell.HealthLimits;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.app.ui.topology.PodSigns.Sign;
import java.util.Set;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.shape.ArcType;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** What the signs mean; as many of them as there is room for. */
final class Legend extends Region {

    private static final Font WORDS = Theme.words(11);
    private static final double HEIGHT = 28;

    private final Canvas canvas = new Canvas(0, HEIGHT);
    private Palette palette;
    private Detail detail = Detail.ALL;
    private int oneIn;
    private double covered;
    private HealthLimits limits = HealthLimits.USUAL;
    private Set<Sign> signs = Set.of();

    Legend(Palette palette) {
        this.palette = palette;
        getChildren().setAll(canvas);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        setAccessibleText("Health of the last 10 s: disc under 0.1 % failed, triangle from 0.1 %, octagon from 10 %,"
                + " open ring idle. A pod is filled to its CPU; bars before it are waiting requests. An ejected pod has a slash, one that is not"
                + " ready a dashed disc, and the ring of one whose proxy is down is broken.");
    }

    void show(Palette nextPalette, Detail nextDetail, int nextOneIn, HealthLimits nextLimits) {
        limits = nextLimits;
        palette = nextPalette;
        detail = nextDetail;
        oneIn = nextOneIn;
        paint();
    }

    /** What else than healthy pods there is to explain. */
    void show(Set<Sign> next) {
        signs = next;
        paint();
    }

    /** So many pixels at the right lie below another pane. */
    void cover(double pixels) {
        covered = pixels;
        paint();
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth()) {
            canvas.setWidth(getWidth());
            paint();
        }
    }

    private void paint() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(palette.background);
        g.fillRect(0, 0, canvas.getWidth(), HEIGHT);
        g.setFont(WORDS);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        double y = HEIGHT / 2;
        double x = 16;
        if (oneIn > 0) {
            DotPainter.dot(g, palette, x, y, -1, false);
            x = words(g, oneIn == 1 ? "request" : "request (1 of " + oneIn + " drawn)", x + 8, y);
            DotPainter.dot(g, palette, x + 2, y, -1, true);
            x = words(g, "retry", x + 12, y);
            Glyphs.cross(g, palette.bad, x, y, 4);
            x = words(g, "failed", x + 8, y);
        }
        if (detail.isFull()) {
            x = pod(g, x, y);
            for (Sign sign : Sign.values()) {
                if (signs.contains(sign)) {
                    x = sign(g, sign, x, y);
                }
            }
        } else {
            for (int i = 0; i < 3; i++) {
                g.setFill(palette.background.interpolate(palette.version(0), 0.35 + 0.3 * i));
                g.fillRect(x + 8 * i, y - 3, 6, 6);
            }
            x = words(g, "one square is one pod, darker is busier", x + 28, y);
        }
        for (Health health : new Health[] {Health.OK, Health.DEGRADED, Health.FAILING, Health.IDLE}) {
            String text =
                    switch (health) {
                        case OK -> "under " + HealthLimits.text(limits.degraded()) + " failed";
                        case DEGRADED -> "from " + HealthLimits.text(limits.degraded());
                        case FAILING -> "from " + HealthLimits.text(limits.failing());
                        case IDLE -> "idle";
                    };
            if (x + 12 + Words.width(text, WORDS) > canvas.getWidth() - covered - 8) {
                return;
            }
            Glyphs.health(g, palette, health, x, y, 5);
            x = words(g, text, x + 10, y);
        }
    }

    private double pod(GraphicsContext g, double left, double y) {
        double x = left + 4;
        g.setStroke(palette.ring);
        g.setLineWidth(1.7);
        g.strokeOval(x - 8, y - 8, 16, 16);
        g.setFill(palette.background.interpolate(palette.version(0), 0.22));
        g.fillOval(x - 5.5, y - 5.5, 11, 11);
        g.setFill(palette.version(0));
        g.fillArc(x - 5.5, y - 5.5, 11, 11, 180, 180, ArcType.CHORD);
        x = words(g, "pod with sidecar, filled to its CPU", x + 14, y);
        g.setFill(palette.warn);
        for (int i = 0; i < 3; i++) {
            g.fillRect(x + 4 * i - 2, y - 5, 2.6, 10);
        }
        return words(g, "3 waiting", x + 15, y);
    }

    private double sign(GraphicsContext g, Sign sign, double left, double y) {
        double x = left + 4;
        switch (sign) {
            case EJECTED -> PodPainter.ejected(g, palette, x, y);
            case NOT_READY -> PodPainter.notReady(g, palette, x, y);
            case GONE -> PodPainter.gone(g, palette, x, y);
            case PROXY_DOWN -> PodPainter.ring(g, palette, true, x, y);
            case NO_SIDECAR -> PodPainter.bare(g, palette, true, 0.5, palette.version(0), x, y);
        }
        return words(g, sign.text, x + 14, y);
    }

    private double words(GraphicsContext g, String text, double x, double y) {
        g.setFill(palette.muted);
        g.fillText(text, x, y);
        return x + Words.width(text, WORDS) + 18;
    }
}
