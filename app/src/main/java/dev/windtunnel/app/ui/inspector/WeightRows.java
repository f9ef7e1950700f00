package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.Weights;
import dev.windtunnel.app.ui.theme.Palette;
import dev.windtunnel.app.ui.theme.Theme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;

/** Linked sliders, one for each destination, with a tick for the weight in force, and a bar of the whole. */
final class WeightRows {

    private static final double TRACK_INSET = 8;

    private final RuleFields fields;
    private final RuleFields.Route route;
    private final FormRows rows;
    private final Theme theme;
    private final DestinationVersions versions;
    private final VBox box = new VBox();
    private final List<Slider> sliders = new ArrayList<>();
    private boolean showing;

    WeightRows(RuleFields fields, RuleFields.Route route, FormRows rows, Theme theme, DestinationVersions versions) {
        this.versions = versions;
        this.fields = fields;
        this.route = route;
        this.rows = rows;
        this.theme = theme;
        int count = fields.destinations(route);
        if (count < 2) {
            Label only = new Label(count == 0 ? "no destination" : fields.destination(route, 0));
            only.getStyleClass().add("strong");
            box.getChildren()
                    .add(
                            count == 0
                                    ? FormRows.row(only)
                                    : FormRows.row(glyph(0, theme.palette().get()), only));
            return;
        }
        for (int i = 0; i < count; i++) {
            box.getChildren().add(row(i));
        }
        box.getChildren().add(sum(count));
    }

    VBox box() {
        return box;
    }

    private Color colour(int index) {
        return theme.palette().get().version(versions.of(route, index));
    }

    private Shape glyph(int index, Palette palette) {
        int version = versions.of(route, index);
        Shape shape =
                switch (version % 4) {
                    case 0 -> new Circle(4);
                    case 1 -> new Polygon(4.5, 0, 9, 4.5, 4.5, 9, 0, 4.5);
                    case 2 -> new Polygon(4.5, 0, 9, 8.5, 0, 8.5);
                    default -> new Rectangle(8, 8);
                };
        shape.setFill(palette.version(version));
        return shape;
    }

    private HBox row(int index) {
        Label name = new Label(fields.destination(route, index));
        name.getStyleClass().add("strong");
        name.setMinWidth(36);
        name.setPrefWidth(52);
        Slider slider = new Slider(0, 100, 0);
        slider.setAccessibleText("Weight of " + fields.destination(route, index));
        slider.setBlockIncrement(1);
        slider.setMinWidth(60);
        slider.getStyleClass().add("weight-slider");
        slider.setId("weight-" + index);
        sliders.add(slider);
        Region tick = new Region();
        tick.getStyleClass().add("weight-tick");
        tick.setMouseTransparent(true);
        tick.setManaged(false);
        StackPane track = new StackPane(slider, tick);
        HBox.setHgrow(track, Priority.ALWAYS);
        TextField value = new TextField();
        value.setPrefWidth(52);
        value.setMinWidth(52);
        value.setAlignment(Pos.CENTER_RIGHT);
        value.setAccessibleText("Weight of " + fields.destination(route, index) + " as a number");
        value.getStyleClass().add("mono");
        Label now = new Label();
        now.getStyleClass().addAll("small", "muted");
        now.setMinWidth(52);
        slider.valueProperty().addListener((property, before, after) -> {
            if (!showing) {
                move(index, (int) Math.round(after.doubleValue()), slider.isValueChanging());
            }
        });
        slider.valueChangingProperty().addListener((property, before, changing) -> {
            if (!changing) {
                move(index, (int) Math.round(slider.getValue()), false);
            }
        });
        value.setOnAction(event -> typed(index, value));
        value.focusedProperty().addListener((property, before, focused) -> {
            if (!focused) {
                typed(index, value);
            }
        });
        Runnable place = () -> placeTick(index, tick, track);
        slider.skinProperty().addListener((property, before, after) -> rows.refresh());
        track.widthProperty().addListener((property, before, after) -> place.run());
        track.heightProperty().addListener((property, before, after) -> place.run());
        rows.onRefresh(() -> {
            int[] weights = fields.weights(route);
            int[] inForce = fields.weightsInForce(route);
            showing = true;
            if (index < weights.length) {
                int sum = Math.max(1, Arrays.stream(weights).sum());
                slider.setMax(sum);
                if (Math.round(slider.getValue()) != weights[index]) {
                    slider.setValue(weights[index]);
                }
                fill(slider, index, weights[index] * 100.0 / sum);
                value.setText(Integer.toString(weights[index]));
                now.setText(index < inForce.length ? "now " + inForce[index] : "new");
            }
            showing = false;
            place.run();
        });
        return FormRows.row(glyph(index, theme.palette().get()), name, track, value, now);
    }

    /** The part of the track up to the thumb is in the colour of the version. */
    private void fill(Slider slider, int index, double percent) {
        String web = "#" + colour(index).toString().substring(2, 8);
        slider.setStyle("-wt-slider: " + web + ";");
        if (slider.lookup(".track") instanceof Region track) {
            track.setStyle(String.format(
                    java.util.Locale.ROOT,
                    "-fx-background-color: linear-gradient(to right, %s %.1f%%, -wt-line %.1f%%);",
                    web,
                    percent,
                    percent));
        }
    }

    private void placeTick(int index, Region tick, StackPane track) {
        int[] weights = fields.weights(route);
        int[] inForce = fields.weightsInForce(route);
        boolean shown = index < weights.length && inForce.length == weights.length;
        tick.setVisible(shown);
        if (shown) {
            int sum = Math.max(1, Arrays.stream(weights).sum());
            double length = track.getWidth() - 2 * TRACK_INSET;
            double x = TRACK_INSET + length * Math.min(1, inForce[index] / (double) sum);
            tick.resizeRelocate(Math.round(x) - 1, track.getHeight() / 2 - 8, 2, 16);
        }
    }

    private void typed(int index, TextField value) {
        try {
            move(index, Integer.parseInt(value.getText().replace("%", "").strip()), false);
        } catch (NumberFormatException e) {
            int[] weights = fields.weights(route);
            value.setText(index < weights.length ? Integer.toString(weights[index]) : "");
        }
    }

    private void move(int index, int wanted, boolean dragging) {
        int[] weights = fields.weights(route);
        if (index >= weights.length) {
            return;
        }
        int[] moved = Weights.move(weights, index, wanted);
        try {
            fields.setWeights(route, moved, dragging ? "weights " + route.path() : null);
        } catch (IllegalArgumentException e) {
            rows.say(e.getMessage());
            rows.refresh();
        }
    }

    private HBox sum(int count) {
        HBox bar = new HBox(1);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMinWidth(80);
        bar.setMinHeight(8);
        bar.setMaxHeight(8);
        HBox.setHgrow(bar, Priority.ALWAYS);
        List<Region> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Region part = new Region();
            part.setMinWidth(0);
            parts.add(part);
            bar.getChildren().add(part);
        }
        Label sum = new Label();
        sum.getStyleClass().addAll("small", "muted");
        sum.setMinWidth(Region.USE_PREF_SIZE);
        Runnable layout = () -> {
            int[] weights = fields.weights(route);
            int total = Math.max(1, Arrays.stream(weights).sum());
            for (int i = 0; i < Math.min(count, weights.length); i++) {
                parts.get(i).setPrefWidth(Math.max(0, (bar.getWidth() - count) * weights[i] / total));
                parts.get(i)
                        .setBackground(new javafx.scene.layout.Background(new javafx.scene.layout.BackgroundFill(
                                colour(i), new javafx.scene.layout.CornerRadii(2), null)));
            }
        };
        bar.widthProperty().addListener((property, before, after) -> layout.run());
        rows.onRefresh(() -> {
            sum.setText("sum " + Arrays.stream(fields.weights(route)).sum() + ", linked");
            layout.run();
        });
        Region left = new Region();
        left.setMinWidth(60);
        return FormRows.row(left, bar, sum);
    }
}
