package dev.windtunnel.app.ui.theme;

import javafx.scene.paint.Color;

/**
 * The colours of one theme, for what is drawn instead of styled. Contrast of text is at least 4.5:1 on both backgrounds,
 * of marks at least 3:1.
 */
public enum Palette {
    LIGHT(
            "#ffffff",
            "#f6f8fa",
            "#24292f",
            "#57606a",
            "#636c76",
            "#0969da",
            "#d0d7de",
            "#e7ebef",
            "#ddf4ff",
            "#2a9d62",
            "#b8620a",
            "#b0122a",
            "#838c96",
            "#167434",
            "#8a5300",
            "#b0122a",
            "#dafbe1",
            "#fff1d6",
            "#ffebe9",
            "#7566d2",
            "#5140bd",
            "#291b7c",
            "#7a3ff2",
            "#57606a",
            new String[] {"#1670e0", "#bf3a92", "#0f5a48", "#6b5f10"}),
    DARK(
            "#0d1117",
            "#161b22",
            "#c9d1d9",
            "#949da7",
            "#818a94",
            "#58a6ff",
            "#30363d",
            "#1d232b",
            "#12294a",
            "#5fd6a0",
            "#f0a63a",
            "#ff5a4f",
            "#6e7681",
            "#5fd6a0",
            "#f0a63a",
            "#ff7b72",
            "#0e2a20",
            "#33260d",
            "#3a1518",
            "#8b80e6",
            "#ada3f7",
            "#e4e0ff",
            "#c19bff",
            "#949da7",
            new String[] {"#7db4ff", "#f06fcb", "#2ba58a", "#f4be2a"});

    /** Background of panes, and of heads and bars. */
    public final Color background;

    public final Color subtle;
    /** Text, muted text, faint text, links and the selection. */
    public final Color foreground;

    public final Color muted;
    public final Color faint;
    public final Color accent;
    /** Lines between panes, grid lines of charts, selected rows. */
    public final Color line;

    public final Color grid;
    public final Color selected;
    /** Health as marks. */
    public final Color ok;

    public final Color warn;
    public final Color bad;
    public final Color idle;
    /** Health as text. */
    public final Color okText;

    public final Color warnText;
    public final Color badText;
    /** Health as tints. */
    public final Color okTint;

    public final Color warnTint;
    public final Color badTint;
    /** Percentiles. */
    public final Color p50;

    public final Color p95;
    public final Color p99;
    public final Color retry;
    public final Color ring;
    private final Color[] versions;

    Palette(
            String background,
            String subtle,
            String foreground,
            String muted,
            String faint,
            String accent,
            String line,
            String grid,
            String selected,
            String ok,
            String warn,
            String bad,
            String idle,
            String okText,
            String warnText,
            String badText,
            String okTint,
            String warnTint,
            String badTint,
            String p50,
            String p95,
            String p99,
            String retry,
            String ring,
            String[] versions) {
        this.background = Color.web(background);
        this.subtle = Color.web(subtle);
        this.foreground = Color.web(foreground);
        this.muted = Color.web(muted);
        this.faint = Color.web(faint);
        this.accent = Color.web(accent);
        this.line = Color.web(line);
        this.grid = Color.web(grid);
        this.selected = Color.web(selected);
        this.ok = Color.web(ok);
        this.warn = Color.web(warn);
        this.bad = Color.web(bad);
        this.idle = Color.web(idle);
        this.okText = Color.web(okText);
        this.warnText = Color.web(warnText);
        this.badText = Color.web(badText);
        this.okTint = Color.web(okTint);
        this.warnTint = Color.web(warnTint);
        this.badTint = Color.web(badTint);
        this.p50 = Color.web(p50);
        this.p95 = Color.web(p95);
        this.p99 = Color.web(p99);
        this.retry = Color.web(retry);
        this.ring = Color.web(ring);
        this.versions = new Color[versions.length];
        for (int i = 0; i < versions.length; i++) {
            this.versions[i] = Color.web(versions[i]);
        }
    }

    /** The colour of the n-th version of an app, from 0. */
    public Color version(int index) {
        return versions[Math.floorMod(index, versions.length)];
    }
}
