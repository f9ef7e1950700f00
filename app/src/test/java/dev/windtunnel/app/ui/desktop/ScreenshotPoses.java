package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.app.ui.dock.DockPane;
import dev.windtunnel.app.ui.shell.Panels;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.mesh.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import org.jspecify.annotations.Nullable;

/** What each picture shows, and how the window comes to show it. */
final class ScreenshotPoses {

    private ScreenshotPoses() {}

    /**
     * A picture.
     *
     * @param scenario below the folder of scenarios; null for the welcome page
     * @param seconds virtual time to run to before the pose
     * @param remembered what the program remembers from before
     * @param pose what is done then; not on the FX thread
     */
    record Shot(
            String name,
            int width,
            int height,
            boolean dark,
            @Nullable String scenario,
            double seconds,
            Consumer<Memory> remembered,
            Consumer<Stagehand> pose) {

        Shot size(int newWidth, int newHeight) {
            return new Shot(name, newWidth, newHeight, dark, scenario, seconds, remembered, pose);
        }

        Shot inTheDark(String newName) {
            return new Shot(newName, width, height, true, scenario, seconds, remembered, pose);
        }

        Shot called(String newName) {
            return new Shot(newName, width, height, dark, scenario, seconds, remembered, pose);
        }

        Shot remembering(Consumer<Memory> more) {
            return new Shot(name, width, height, dark, scenario, seconds, more, pose);
        }
    }

    /** Does to a window what a person would do. */
    record Stagehand(Window window, Consumer<BooleanSupplier> await, LongConsumer pause) {

        Workbench bench() {
            return window.bench();
        }

        void act(Runnable work) {
            Screenshots.onScreen(() -> {
                work.run();
                return true;
            });
        }

        void runTo(double seconds) {
            LiveSession session = bench().session().get();
            if (session == null) {
                throw new IllegalStateException("no scenario is open");
            }
            await.accept(() -> bench().documents().get() != null);
            session.runUntil(Math.round(seconds * 1e9));
            await.accept(() -> {
                SessionState state = bench().state().get();
                return state != null
                        && !state.playing()
                        && (state.frame().over() || state.frame().nowNanos() >= seconds * 1e9);
            });
        }

        /** Plays on at a speed for a moment of real time, so that requests are seen on their way. */
        void play(double speed, long millis) {
            LiveSession session = bench().session().get();
            session.setSpeed(speed);
            session.play();
            pause.accept(millis);
        }

        void select(Selection selection) {
            act(() -> bench().selection().set(selection));
            pause.accept(400);
        }

        static ObjectKey key(String kind, String name) {
            return new ObjectKey(kind, "default", name);
        }

        void rule(String kind, String name) {
            select(new Selection.Rule(key(kind, name)));
        }

        /** Replaces a piece of the text of an object, as typing would. */
        void edit(String kind, String name, String old, String now) {
            act(() -> {
                var documents = bench().documents().get();
                String text = documents.text(key(kind, name)).text();
                if (!text.contains(old)) {
                    throw new IllegalStateException("'" + old + "' is not in " + text);
                }
                documents.edit(key(kind, name), text.replace(old, now), null);
            });
            pause.accept(600);
        }

        void dock(DockPane.Part part) {
            act(() -> window.dock().show(part));
        }

        void tab(String name) {
            act(() -> all(window.scene().getRoot(), new ArrayList<>()).stream()
                    .filter(TabPane.class::isInstance)
                    .map(TabPane.class::cast)
                    .forEach(pane -> pane.getTabs().stream()
                            .filter(each -> each.getText().equals(name))
                            .forEach(pane.getSelectionModel()::select)));
            pause.accept(300);
        }

        /** Presses what has this text. */
        void press(String text) {
            act(() -> all(window.scene().getRoot(), new ArrayList<>()).stream()
                    .filter(javafx.scene.control.ButtonBase.class::isInstance)
                    .map(javafx.scene.control.ButtonBase.class::cast)
                    .filter(each -> text.equals(each.getText()) && each.isVisible())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nothing says " + text))
                    .fire());
            pause.accept(400);
        }

        /** Chooses exactly these charts. */
        void charts(String... names) {
            List<String> wanted = List.of(names);
            act(() -> all(window.scene().getRoot(), new ArrayList<>()).stream()
                    .filter(each ->
                            each instanceof ToggleButton && each.getStyleClass().contains("chart-chip"))
                    .map(ToggleButton.class::cast)
                    .forEach(chip -> chip.setSelected(wanted.contains(chip.getText()))));
        }

        /** Opens the first sampled request that this holds for. */
        void request(Predicate<Outcome> which) {
            SessionState state = bench().state().get();
            Outcome found = state.outcomes().stream().filter(which).findFirst().orElseThrow();
            select(new Selection.Request(found.request()));
            await.accept(() -> window.scene().lookup("#waterfall-reason") != null);
        }

        private static List<Node> all(Node node, List<Node> into) {
            into.add(node);
            if (node instanceof Parent parent) {
                parent.getChildrenUnmodifiable().forEach(child -> all(child, into));
            }
            return into;
        }
    }

    private static Shot of(String name, @Nullable String scenario, double seconds, Consumer<Stagehand> pose) {
        return new Shot(name, 1440, 900, false, scenario, seconds, memory -> {}, pose);
    }

    /** More of the same, to judge the window by; they are made when they are asked for by name. */
    static List<Shot> more() {
        Shot welcome = all().get(0);
        Shot slow = of("slow-pod", "labs/slow-pod.yaml", 40, stage -> {
            stage.select(new Selection.Pod("search-0"));
            stage.charts("Latency", "Load", "CPU");
            stage.dock(DockPane.Part.CONSOLE);
        });
        Shot header = of("canary-by-header", "labs/canary-by-header.yaml", 30, stage -> {
            stage.rule("VirtualService", "catalog");
            stage.dock(DockPane.Part.EVENTS);
        });
        Shot policy = of("destination-rule", "labs/slow-pod.yaml", 100, stage -> {
            stage.rule("DestinationRule", "search");
            stage.charts("Heat map", "Latency");
        });
        Shot compared = all().stream()
                .filter(each -> each.name().equals("compare"))
                .findFirst()
                .orElseThrow();
        return List.of(
                compared.inTheDark("compare-dark"),
                of("topology-list", "bookinfo", 40, stage -> {
                    stage.act(() -> stage.window.topology().asListProperty().set(true));
                    stage.pause.accept(1000);
                }),
                of("ejections", "resilience/ejection-12-pods.yaml", 60, stage -> {
                            stage.charts("Codes", "Latency", "Ejections");
                            stage.dock(DockPane.Part.EVENTS);
                        })
                        .inTheDark("ejections-dark"),
                welcome.inTheDark("welcome-dark"),
                welcome.called("welcome-small").size(1100, 700),
                slow,
                slow.inTheDark("slow-pod-dark").size(1100, 700),
                header,
                of("hashing", "resilience/hashing.yaml", 40, stage -> stage.rule("DestinationRule", "cart")),
                of("pod-actions", "resilience/zone-failover.yaml", 45, stage -> {
                            stage.select(new Selection.Pod("cart-a-0"));
                            stage.charts("Split", "Overflows", "Ejections");
                        })
                        .inTheDark("pod-actions")
                        .size(1100, 700),
                policy,
                policy.inTheDark("destination-rule-dark"),
                all().get(4).inTheDark("waterfall-dark"),
                all().get(4).called("waterfall-small").size(1100, 700));
    }

    static List<Shot> all() {
        Shot canary = of("canary-form", "bookinfo", 62, stage -> {
            stage.rule("VirtualService", "reviews");
            stage.edit("VirtualService", "reviews", "weight: 50", "weight: 30");
            stage.edit("VirtualService", "reviews", "weight: 10", "weight: 30");
            stage.play(1, 2600);
        });
        Shot storm = of("retry-storm", "labs/retry-storm.yaml", 72, stage -> {
            stage.select(new Selection.Service("pricing.default"));
            stage.charts("Codes", "Tries", "Amplification");
            stage.act(() -> stage.bench().edgeLabel().set(Workbench.EdgeLabel.AMPLIFICATION));
            stage.dock(DockPane.Part.EVENTS);
            stage.tab("Effective policy");
        });
        Consumer<Stagehand> broken = stage -> {
            stage.rule("VirtualService", "reviews");
            stage.tab("YAML");
            stage.edit("VirtualService", "reviews", "subset: v3", "subset: v4");
            stage.dock(DockPane.Part.FINDINGS);
        };
        Shot typing = of("findings-typing", "bookinfo", 40, broken).inTheDark("findings-typing");
        Shot findings = of("findings-diff-preview", "bookinfo", 40, broken.andThen(stage -> {
            stage.press("Diff");
            stage.pause.accept(4000);
        }));
        return List.of(
                of("welcome", null, 0, stage -> {}).remembering(memory -> {
                    memory.lab(dev.windtunnel.app.ui.welcome.Lab.ALL.get(0), 3);
                    memory.lab(dev.windtunnel.app.ui.welcome.Lab.ALL.get(2), 2);
                }),
                of("lab", null, 0, stage -> {
                            stage.press("Start lab");
                            stage.await.accept(() -> stage.bench().documents().get() != null);
                            stage.runTo(24);
                            stage.select(new Selection.Edge("orders->pricing.default:8080"));
                        })
                        .remembering(memory -> {
                            for (var lab : dev.windtunnel.app.ui.welcome.Lab.ALL.subList(0, 6)) {
                                memory.lab(lab, lab.steps().size());
                            }
                        }),
                of("seed-split", "labs/split.yaml", 28, stage -> {
                    stage.rule("route-rule", "helloworld-default");
                    stage.play(1, 2500);
                }),
                of("timeout-waterfall", "labs/timeout.yaml", 40, stage -> stage.request(each -> each.request() == 3)),
                of("retry-waterfall", "labs/retries.yaml", 60, stage -> stage.request(each -> each.request() == 3)),
                of("retry-log", "labs/retries.yaml", 60, stage -> {
                    stage.request(each -> each.request() == 3);
                    stage.press("Log");
                }),
                of("storm-path", "labs/retry-storm.yaml", 40, stage -> {
                    stage.request(each -> each.failed() && each.startSeconds() > 30);
                    stage.press("Path");
                }),
                canary,
                of("canary-yaml", "bookinfo", 62, stage -> {
                    stage.rule("VirtualService", "reviews");
                    stage.tab("YAML");
                    stage.edit("VirtualService", "reviews", "weight: 50", "weight: 30");
                    stage.edit("VirtualService", "reviews", "weight: 10", "weight: 30");
                }),
                storm,
                of("compare", "bookinfo", 60, stage -> {
                    stage.press("Fork");
                    stage.await.accept(() -> stage.bench().comparing().base().get() != null
                            && stage.bench().comparing().base().get().frame().nowNanos() >= 60_000_000_000L);
                    stage.rule("VirtualService", "reviews");
                    stage.edit("VirtualService", "reviews", "weight: 50", "weight: 5");
                    stage.edit("VirtualService", "reviews", "weight: 40", "weight: 5");
                    stage.edit("VirtualService", "reviews", "weight: 10", "weight: 90");
                    stage.press("Apply now");
                    stage.runTo(100);
                    stage.await.accept(
                            () -> stage.bench().comparing().base().get().frame().nowNanos() >= 100_000_000_000L);
                    stage.charts("Split", "Latency", "Load");
                    stage.act(() -> stage.window.main().panels().toggle(Panels.Part.INSPECTOR));
                    stage.pause.accept(9_000);
                }),
                of("ejections", "resilience/ejection-12-pods.yaml", 60, stage -> {
                    stage.rule("DestinationRule", "cart");
                    stage.charts("Codes", "Latency", "Ejections");
                    stage.dock(DockPane.Part.EVENTS);
                }),
                of("advice", "labs/retry-storm.yaml", 72, stage -> {
                            stage.dock(DockPane.Part.FINDINGS);
                            stage.select(new Selection.Edge("orders->pricing.default:8080"));
                            stage.pause.accept(1500);
                        })
                        .inTheDark("advice"),
                of("breaker", "resilience/breaker.yaml", 60, stage -> {
                    stage.rule("DestinationRule", "cart");
                    stage.charts("Codes", "Latency", "Overflows");
                }),
                of("zones", "resilience/zone-failover.yaml", 45, stage -> {
                    stage.rule("DestinationRule", "cart");
                    stage.charts("Codes", "Ejections", "Load");
                    stage.dock(DockPane.Part.EVENTS);
                }),
                of("zone-down", "labs/zone-down.yaml", 50, stage -> {
                    stage.select(new Selection.Workload("cart"));
                    stage.charts("Codes", "Latency", "Load");
                }),
                of("pods", "bookinfo", 40, stage -> {
                            stage.select(new Selection.Workload("reviews-v2"));
                            stage.press("Not ready");
                            stage.select(new Selection.Pod("ratings-v1-0"));
                            stage.press("Proxy down");
                            stage.runTo(50);
                            stage.dock(DockPane.Part.EVENTS);
                        })
                        .inTheDark("pods"),
                of("close-up", "labs/retry-storm.yaml", 72, stage -> {
                    stage.select(new Selection.Pod("pricing-0"));
                    stage.act(() -> {
                        stage.window.main().panels().toggle(Panels.Part.CHARTS);
                        stage.window.topology().zoomTo(2);
                    });
                    stage.pause.accept(1200);
                }),
                of("shop-at-scale", "shop-at-scale", 100, stage -> {
                    stage.act(() -> {
                        stage.bench().edgeLabel().set(Workbench.EdgeLabel.ERRORS);
                        stage.window.main().panels().toggle(Panels.Part.EXPLORER);
                        stage.window.main().panels().toggle(Panels.Part.INSPECTOR);
                        stage.window.main().panels().toggle(Panels.Part.DOCK);
                        stage.window.main().panels().toggle(Panels.Part.CHARTS);
                    });
                    stage.select(new Selection.Service("payment.orders"));
                    stage.act(() -> stage.window.topology().fit());
                }),
                findings,
                canary.inTheDark("dark"),
                canary.called("small").size(1100, 700),
                typing);
    }
}
