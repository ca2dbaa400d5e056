package dev.rivulet.gateway.stream.shape;

/**
 * A sentence ends with one of {@code . ! ? …}, closing quotes or brackets, and white space, unless a lower-case letter
 * follows a full stop; with an ideographic full stop, exclamation or question mark, also without white space; and at an
 * empty line. Where one ends is known when the next begins. Simpler than {@link java.text.BreakIterator}, which has to
 * look at the whole sentence again with each piece.
 */
final class Sentences implements Splitter {

    private static final String FULL_STOPS = ".…";
    private static final String MARKS = "!?";
    private static final String WIDE = "。！？";
    private static final String CLOSING = "\"')]}»”’」』）】*_`";

    private char end; // what ended the sentence; 0 while it goes on
    private boolean spaced; // white space has followed the end
    private int lineFeeds; // in the white space just passed

    @Override
    public int lastCut(String piece) {
        int cut = NONE;
        for (int i = 0; i < piece.length(); i++) {
            if (beginsAnother(piece.charAt(i))) {
                cut = i;
            }
        }
        return cut;
    }

    private boolean beginsAnother(char next) {
        if (Character.isWhitespace(next)) {
            spaced = end != 0;
            lineFeeds += next == '\n' ? 1 : 0;
            return false;
        }
        boolean begins = lineFeeds > 1 || isOver(next);
        lineFeeds = 0;
        if (isEnd(next)) {
            end = next;
        } else if (end != 0 && (spaced || !isIn(CLOSING, next))) {
            end = 0;
        }
        spaced = false;
        return begins;
    }

    private boolean isOver(char next) {
        if (end == 0) {
            return false;
        }
        if (spaced) {
            return !(isIn(FULL_STOPS, end) && Character.isLowerCase(next));
        }
        return isIn(WIDE, end) && !isIn(CLOSING, next) && !isEnd(next);
    }

    private static boolean isEnd(char c) {
        return isIn(FULL_STOPS, c) || isIn(MARKS, c) || isIn(WIDE, c);
    }

    private static boolean isIn(String set, char c) {
        return set.indexOf(c) >= 0;
    }
}
