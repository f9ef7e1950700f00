package dev.windtunnel.config.convert;

/** What becomes of the things that old rules leave unsaid. */
public enum ConversionStyle {
    /** Old defaults that the new language has others for are written out: requests experience the same. */
    KEEP_BEHAVIOUR,
    /** Only what is written is translated, field by field: the new defaults come to apply. */
    LITERAL
}
