package dev.windtunnel.app.ui.chart;

import dev.windtunnel.app.ui.chart.TimeWindow.Range;

/**
 * Where a chart's drawing area is, and how instants and values come to pixels.
 *
 * @param left left edge of the area that the whole chart has
 * @param top its upper edge
 * @param outerWidth its width
 * @param outerHeight its height
 * @param x left edge of the drawing area
 * @param y upper edge of the drawing area
 * @param bottomValue value at the lower edge: 0, or the least logarithm
 * @param topValue value at the upper edge
 */
record Plot(
        double left,
        double top,
        double outerWidth,
        double outerHeight,
        double x,
        double y,
        double width,
        double height,
        Range range,
        double bottomValue,
        double topValue) {

    double px(double seconds) {
        return x + (seconds - range.from()) / range.length() * width;
    }

    double py(double value) {
        return y + height - (value - bottomValue) / (topValue - bottomValue) * height;
    }

    /** The instant at a pixel, within the range. */
    double seconds(double px) {
        double seconds = range.from() + (px - x) / width * range.length();
        return Math.max(range.from(), Math.min(range.to(), seconds));
    }

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    /** Whether a pixel belongs to the chart, its title and labels included. */
    boolean covers(double px, double py) {
        return px >= left && px < left + outerWidth && py >= top && py < top + outerHeight;
    }
}
