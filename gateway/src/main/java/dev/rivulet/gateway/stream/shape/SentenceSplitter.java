package dev.rivulet.gateway.stream.shape;

/**
 * Splits text into sentences. A sentence ends
 * <ul>
 * <li>with one of {@code . ! ? …}, then any closing quotes or brackets, then white space; but not with a full stop
 * that a lower-case letter follows;
 * <li>with an ideographic full stop, exclamation mark or question mark, also without white space;
 * <li>at an empty line.
 * </ul>
 * The end of a sentence is known when the next one begins. Simpler than {@link java.text.BreakIterator}, which has to
 * read the whole sentence again with each piece.
 */
final class SentenceSplitter implements Splitter {

    private static final String FULL_STOPS = ".…";
    private static final String MARKS = "!?";
    private static final String WIDE = "。！？";
    private static final String CLOSING = "\"')]}»”’」』）】*_`";

    private char end; // the character that ended the sentence; 0 within a sentence
    private boolean spaced; // white space has followed the end
    private int lineFeeds; // in the white space just scanned

    @Override
    public int lastBoundary(String piece) {
        int boundary = NONE;
        for (int i = 0; i < piece.length(); i++) {
            if (beginsSentence(piece.charAt(i))) {
                boundary = i;
            }
        }
        return boundary;
    }

    private boolean beginsSentence(char next) {
        if (Character.isWhitespace(next)) {
            spaced = end != 0;
            lineFeeds += next == '\n' ? 1 : 0;
            return false;
        }
        boolean begins = lineFeeds > 1 || hasEndedBefore(next);
        lineFeeds = 0;
        if (isEnd(next)) {
            end = next;
        } else if (end != 0 && (spaced || !isIn(CLOSING, next))) {
            end = 0;
        }
        spaced = false;
        return begins;
    }

    private boolean hasEndedBefore(char next) {
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
