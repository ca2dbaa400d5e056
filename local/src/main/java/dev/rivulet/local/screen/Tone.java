package dev.rivulet.local.screen;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** What a line is about; colours, where there are any, follow from it. */
public enum Tone {
    /** As it is: an answer, a figure. */
    PLAIN(AttributedStyle.DEFAULT),
    /** Where the eye is to go first. */
    STRONG(AttributedStyle.BOLD),
    /** Someone asks. */
    PROMPT(AttributedStyle.BOLD.foreground(AttributedStyle.CYAN)),
    /** Aside: what the program says about itself. */
    NOTE(AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT)),
    /** It is as it should be. */
    GOOD(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)),
    /** It may need somebody to look at it. */
    WARNING(AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW)),
    /** It failed. */
    ERROR(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));

    private final AttributedStyle style;

    Tone(AttributedStyle style) {
        this.style = style;
    }

    AttributedString styled(String text) {
        return new AttributedString(text, style);
    }

    /** The text with the escape sequences of its colour, or as it is. */
    public String paint(String text, boolean colours) {
        return colours && this != PLAIN ? styled(text).toAnsi() : text;
    }
}
