package dev.rivulet.local.screen;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The kind of a line, which decides its colour. */
public enum Tone {
    /** Normal output, such as answers and figures. */
    PLAIN(AttributedStyle.DEFAULT),
    /** Emphasized output. */
    STRONG(AttributedStyle.BOLD),
    /** A prompt. */
    PROMPT(AttributedStyle.BOLD.foreground(AttributedStyle.CYAN)),
    /** A remark of the program. */
    NOTE(AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT)),
    /** A good state. */
    GOOD(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)),
    /** A state that may need attention. */
    WARNING(AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW)),
    /** A failure. */
    ERROR(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));

    private final AttributedStyle style;

    Tone(AttributedStyle style) {
        this.style = style;
    }

    AttributedString styled(String text) {
        return new AttributedString(text, style);
    }

    /** Returns the text with the escape sequences of its colour, or unchanged. */
    public String paint(String text, boolean colours) {
        return colours && this != PLAIN ? styled(text).toAnsi() : text;
    }
}
