package dev.rivulet.gateway.stream.shape;

/**
 * Finds where the elements of a JSON array begin and end in a text that comes piece by piece. White space and a Markdown
 * code fence around the array are passed over. Does not check the elements.
 */
final class ArrayScanner {

    /** What a character says. */
    enum Sign {
        NOTHING,
        /** An element begins with it. */
        BEGINS,
        /** The element ends with it. */
        ENDS,
        /** The element has ended in front of it. */
        ENDED,
        /** The text is no array, or no longer: from here on nothing is looked at. */
        NO_ARRAY
    }

    private enum State {
        BEFORE,
        FENCE,
        FENCE_LINE,
        IN_FENCE,
        FIRST,
        NEXT,
        SCALAR,
        NESTED,
        BETWEEN,
        CLOSED,
        CLOSING_FENCE,
        BEHIND_FENCE
    }

    private static final char BACKTICK = '`';
    private static final int FENCE_LENGTH = 3;

    private State state = State.BEFORE;
    private int backticks;
    private boolean fenced;
    private int depth; // of brackets within the element
    private boolean inString;
    private boolean escaped;

    Sign next(char c) {
        return switch (state) {
            case BEFORE -> c == BACKTICK ? fence(State.FENCE, 1) : open(c);
            case FENCE -> c == BACKTICK ? fence(State.FENCE, backticks + 1) : fenceLine(c);
            case FENCE_LINE -> fenceLine(c);
            case IN_FENCE -> open(c);
            case FIRST -> c == ']' ? to(State.CLOSED, Sign.NOTHING) : element(c);
            case NEXT -> element(c);
            case SCALAR -> scalar(c);
            case NESTED -> nested(c);
            case BETWEEN -> isSpace(c) ? Sign.NOTHING : delimiter(c, Sign.NOTHING);
            case CLOSED -> c == BACKTICK && fenced ? fence(State.CLOSING_FENCE, 1) : spaceOnly(c);
            case CLOSING_FENCE -> c == BACKTICK
                    ? fence(State.CLOSING_FENCE, backticks + 1)
                    : backticks < FENCE_LENGTH ? Sign.NO_ARRAY : to(State.BEHIND_FENCE, spaceOnly(c));
            case BEHIND_FENCE -> spaceOnly(c);
        };
    }

    /** Whether the array's own bracket has closed. */
    boolean isClosed() {
        return state.compareTo(State.CLOSED) >= 0;
    }

    private Sign fence(State next, int seen) {
        backticks = seen;
        return to(next, Sign.NOTHING);
    }

    /** What stands behind the backticks, such as {@code json}. */
    private Sign fenceLine(char c) {
        if (backticks < FENCE_LENGTH || c == BACKTICK) {
            return Sign.NO_ARRAY;
        }
        fenced = true;
        return to(c == '\n' ? State.IN_FENCE : State.FENCE_LINE, Sign.NOTHING);
    }

    private Sign open(char c) {
        return c == '[' ? to(State.FIRST, Sign.NOTHING) : spaceOnly(c);
    }

    private Sign element(char c) {
        if (isSpace(c)) {
            return Sign.NOTHING;
        }
        depth = c == '{' || c == '[' ? 1 : 0;
        inString = c == '"';
        boolean misplaced = c == ',' || c == ']';
        return misplaced ? Sign.NO_ARRAY : to(depth > 0 || inString ? State.NESTED : State.SCALAR, Sign.BEGINS);
    }

    private Sign scalar(char c) {
        return isSpace(c)
                ? to(State.BETWEEN, Sign.ENDED)
                : c == ',' || c == ']' ? delimiter(c, Sign.ENDED) : Sign.NOTHING;
    }

    private Sign nested(char c) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = c == '\\';
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
        return depth == 0 && !inString ? to(State.BETWEEN, Sign.ENDS) : Sign.NOTHING;
    }

    private Sign delimiter(char c, Sign sign) {
        return switch (c) {
            case ',' -> to(State.NEXT, sign);
            case ']' -> to(State.CLOSED, sign);
            default -> Sign.NO_ARRAY;
        };
    }

    private Sign to(State next, Sign sign) {
        state = next;
        return sign;
    }

    private static Sign spaceOnly(char c) {
        return isSpace(c) ? Sign.NOTHING : Sign.NO_ARRAY;
    }

    /** JSON's white space (RFC 8259). */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
