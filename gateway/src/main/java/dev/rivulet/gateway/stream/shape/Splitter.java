package dev.rivulet.gateway.stream.shape;

/** Finds the boundaries at which a text may be split, piece by piece. May hold the state of one attempt's text. */
interface Splitter {

    int NONE = -1;

    /**
     * Returns the last boundary in the newest piece of the text: the index of the character after it, where 0 is the
     * start of the piece; {@link #NONE} if the piece adds no boundary. A boundary never separates a surrogate pair or a
     * CRLF.
     */
    int lastBoundary(String piece);

    /** Splits after each piece. */
    static Splitter everywhere() {
        return String::length;
    }

    /** Splits after each line feed. */
    static Splitter lines() {
        return piece -> {
            int lineFeed = piece.lastIndexOf('\n');
            return lineFeed < 0 ? NONE : lineFeed + 1;
        };
    }

    /** Splits where white space is followed by another character. */
    final class Words implements Splitter {

        private boolean afterSpace;

        @Override
        public int lastBoundary(String piece) {
            int boundary = NONE;
            for (int i = 0; i < piece.length(); i++) {
                boolean space = Character.isWhitespace(piece.charAt(i));
                if (afterSpace && !space) {
                    boundary = i;
                }
                afterSpace = space;
            }
            return boundary;
        }
    }
}
