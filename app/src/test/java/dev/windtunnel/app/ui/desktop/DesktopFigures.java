package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.mesh.ObjectKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ChangeListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/**
 * Measures what the desktop promises, on the assembled window with the software renderer. It is no test: nothing here
 * fails on a busy machine. docs/performance.md has the command and what came out.
 */
@ExtendWith(ApplicationExtension.class)
class DesktopFigures {

    private static final ObjectKey REVIEWS = new ObjectKey("VirtualService", "default", "reviews");
    private static final String EDGE = "productpage-v1->reviews.default:9080";

    @TempDir
    private Path folder;

    private static final List<String> SESSION = List.of("windtunnel-session");
    private static final List<String> THREADS =
            List.of("JavaFX Application Thread", "QuantumRenderer", "windtunnel-session");

    /** Processor time of the threads whose names begin so: the latest of each. */
    private static long[] cpuOf(List<String> names) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] cpu = new long[names.size()];
        for (int i = 0; i < cpu.length; i++) {
            long newest = -1;
            for (Thread each : Thread.getAllStackTraces().keySet()) {
                if (each.getName().startsWith(names.get(i)) && each.getId() > newest) {
                    newest = each.getId();
                    cpu[i] = threads.getThreadCpuTime(newest);
                }
            }
        }
        return cpu;
    }

    private static void print(String text, Object... values) {
        System.out.println("figure: " + String.format(Locale.ROOT, text, values));
    }

    private Path bookinfo(String rate, String duration) throws IOException {
        Path from = Path.of("..", "scenarios", "bookinfo");
        for (String name : List.of("manifests.yaml", "rules.yaml")) {
            Files.copy(from.resolve(name), folder.resolve(name));
        }
        String text = Files.readString(from.resolve("scenario.yaml"))
                .replaceAll("rate: 1000/s", "rate: " + rate)
                .replaceAll("run: \\{[^}]*}", "run: {duration: " + duration + "}")
                .replaceAll("(?s)  timeline:.*?(?=\n  [a-z]|\\z)", "")
                .replaceAll("(?s)  thresholds:.*?(?=\n  [a-z]|\\z)", "");
        Files.writeString(folder.resolve("scenario.yaml"), text);
        return folder.resolve("scenario.yaml");
    }

    // ---------------------------------------------------------------- an edit

    @Test
    void editInTheNumbers() throws Exception {
        try (Desk desk = Desk.large(folder.resolve("recovery"))) {
            desk.open(bookinfo("100/s", "1h")).to(30);
            Desk.run(() -> desk.bench.selection().set(new Selection.Rule(REVIEWS)));
            Desk.settle();
            desk.session().setSpeed(1);
            desk.session().play();
            TimeUnit.SECONDS.sleep(3);
            List<Double> inForce = new ArrayList<>();
            List<Double> observed = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int weight = i % 2 == 0 ? 0 : 100;
                javafx.scene.control.Slider slider = desk.find("#weight-0", javafx.scene.control.Slider.class);
                Desk.run(() -> slider.setValue(weight));
                TimeUnit.MILLISECONDS.sleep(1500 + 37 * i);
                double[] seen = edit(desk, weight == 0);
                inForce.add(seen[0]);
                observed.add(seen[1]);
            }
            print(
                    "edit of a weight at 1x, Bookinfo at 100/s: set number in force on the screen after %s ms; share that is"
                            + " observed moves on the screen after %s ms (median, worst of %d)",
                    both(inForce), both(observed), inForce.size());
        }
    }

    private static String both(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return String.format(Locale.ROOT, "%.0f, %.0f", sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    /** Milliseconds from Apply to the frame that shows the rule in force, and to the one that shows the share moved. */
    private static double[] edit(Desk desk, boolean down) throws Exception {
        CompletableFuture<Long> inForce = new CompletableFuture<>();
        CompletableFuture<Long> moved = new CompletableFuture<>();
        AtomicLong began = new AtomicLong();
        ChangeListener<SessionState> listener = Desk.on(() -> {
            SessionState before = desk.bench.state().get();
            var weights = before.series().get(EDGE).weights();
            int known = weights.size();
            double share = share(before);
            ChangeListener<SessionState> made = (property, old, now) -> {
                if (now.series().get(EDGE).weights().size() > known) {
                    nextPulse(desk, inForce);
                    double step = share(now) - share;
                    if (down ? step < -0.0005 : step > 0.0005) {
                        nextPulse(desk, moved);
                    }
                }
            };
            desk.bench.state().addListener(made);
            began.set(System.nanoTime());
            desk.window.inspector().applyNow();
            return made;
        });
        double[] result = {
            (inForce.get(10, TimeUnit.SECONDS) - began.get()) / 1e6,
            (moved.get(10, TimeUnit.SECONDS) - began.get()) / 1e6
        };
        Desk.run(() -> desk.bench.state().removeListener(listener));
        return result;
    }

    /** When the picture is handed to the renderer that was drawn for what is known now. */
    private static void nextPulse(Desk desk, CompletableFuture<Long> done) {
        if (done.isDone()) {
            return;
        }
        Runnable[] once = new Runnable[1];
        once[0] = () -> {
            done.complete(System.nanoTime());
            javafx.application.Platform.runLater(() -> desk.window.scene().removePostLayoutPulseListener(once[0]));
        };
        desk.window.scene().addPostLayoutPulseListener(once[0]);
        javafx.application.Platform.requestNextPulse();
    }

    private static double share(SessionState state) {
        return state.rates().get(EDGE).shares().entrySet().stream()
                .filter(each -> each.getKey().startsWith("reviews-v1"))
                .mapToDouble(java.util.Map.Entry::getValue)
                .sum();
    }

    // ---------------------------------------------------------------- the clock

    @Test
    void backTenMinutes() throws Exception {
        try (Desk desk = Desk.large(folder.resolve("recovery"))) {
            desk.open(bookinfo("100/s", "1h")).to(601);
            List<Double> took = new ArrayList<>();
            List<Double> work = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                long cpu = cpuOf(SESSION)[0];
                long began = System.nanoTime();
                desk.session().goTo(600_000_000_000L - i);
                int number = i;
                Desk.until(() -> desk.bench.state().get().frame().nowNanos() == 600_000_000_000L - number
                        && !desk.bench.state().get().playing());
                took.add((System.nanoTime() - began) / 1e6);
                work.add((cpuOf(SESSION)[0] - cpu) / 1e6);
                desk.to(601);
            }
            print("the same, processor time of the run: %s ms", both(work));
            print(
                    "clock dragged back, 10 virtual minutes of Bookinfo at 100/s run again: %s ms (median, worst of 5)",
                    both(took));
        }
    }

    // ---------------------------------------------------------------- pictures a second

    @Test
    void framesOfTenServices() throws Exception {
        frames(10, 3);
    }

    @Test
    void framesOfFiftyServices() throws Exception {
        frames(50, 10);
    }

    private void frames(int services, int pods) throws Exception {
        try (Desk desk = Desk.large(folder.resolve("recovery"))) {
            desk.open(Chains.in(folder, services, pods)).to(20);
            desk.session().setSpeed(1);
            desk.session().play();
            TimeUnit.SECONDS.sleep(4);
            List<Long> frames = Collections.synchronizedList(new ArrayList<>());
            AnimationTimer timer = Desk.on(() -> {
                AnimationTimer made = new AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        frames.add(now);
                    }
                };
                made.start();
                return made;
            });
            long began = System.nanoTime();
            long from = desk.state().frame().nowNanos();
            long[] cpu = cpuOf(THREADS);
            TimeUnit.SECONDS.sleep(10);
            long[] later = cpuOf(THREADS);
            double seconds = (System.nanoTime() - began) / 1e9;
            double speed = (desk.state().frame().nowNanos() - from) / 1e9 / seconds;
            Desk.run(timer::stop);
            List<Double> gaps = new ArrayList<>();
            for (int i = 1; i < frames.size(); i++) {
                gaps.add((frames.get(i) - frames.get(i - 1)) / 1e6);
            }
            Collections.sort(gaps);
            StringBuilder work = new StringBuilder();
            for (int i = 0; i < cpu.length; i++) {
                work.append(String.format(
                        Locale.ROOT,
                        "%s%s %.1f",
                        i == 0 ? "" : ", ",
                        THREADS.get(i),
                        (later[i] - cpu[i]) / 1e6 / frames.size()));
            }
            print("processor time a frame, ms: %s", work);
            print(
                    "%d services, %d pods, playing at %.2fx: %.0f frames/s; 95 of 100 within %.0f ms, longest %.0f ms",
                    services,
                    desk.state().frame().pods().size(),
                    speed,
                    frames.size() / seconds,
                    gaps.get((int) (gaps.size() * 0.95)),
                    gaps.get(gaps.size() - 1));
        }
    }

    // ---------------------------------------------------------------- memory

    @Test
    void heapOfALongRun() throws Exception {
        long minutes = Long.getLong("windtunnel.figures.minutes", 10);
        try (Desk desk = Desk.large(folder.resolve("recovery"))) {
            desk.open(bookinfo("100/s", "10000h"));
            desk.session().setSpeed(Double.POSITIVE_INFINITY);
            desk.session().play();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i <= minutes; i++) {
                TimeUnit.SECONDS.sleep(i == 0 ? 20 : 60);
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                text.append(String.format(
                        Locale.ROOT,
                        "%s%.1f h %.0f MB",
                        i == 0 ? "" : ", ",
                        desk.state().frame().nowNanos() / 3.6e12,
                        (runtime.totalMemory() - runtime.freeMemory()) / 1e6));
            }
            print("heap in use, a run as fast as it goes, by virtual time, a minute apart: %s", text);
        }
    }
}
