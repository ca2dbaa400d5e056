package dev.rivulet.gateway.stream.shape;

/**
 * Finds where the elements of a JSON array, or the members of a JSON object, begin and end, one character at a time.
 * Skips white space and a Markdown code fence around them. Does not validate names and elements.
 */
final class ElementScanner {

    /** What a character is to the elements. A member has a name, and an element as its value. */
    enum Boundary {
        NONE,
        /** An element begins with the character. */
        BEGINS,
        /** An element ends with the character. */
        ENDS,
        /** An element ended before the character. */
        ENDED,
        /** A member's name begins with the character, a quotation mark. */
        NAME_BEGINS,
        /** A member's name ends with the character, a quotation mark. */
        NAME_ENDS,
        /** The text is neither array nor object, or is none any more. Must not be scanned further. */
        NEITHER
    }

    private enum State {
        BEFORE,
        FENCE,
        FENCE_LINE,
        IN_FENCE,
        FIRST,
        NEXT,
        FIRST_NAME,
        NEXT_NAME,
        NAME,
        AFTER_NAME,
        SCALAR,
        NESTED,
        BETWEEN,
        CLOSED,
        CLOSING_FENCE,
        AFTER_FENCE
    }

    private static final char BACKTICK = '`';
    private static final int FENCE_LENGTH = 3;

    private State state = State.BEFORE;
    private int backticks;
    private boolean fenced;
    private boolean isObject; // its elements have names
    private int depth; // of brackets within the element
    private boolean inString;
    private boolean escaped;

    /** Scans the next character. */
    Boundary next(char c) {
        return switch (state) {
            case BEFORE -> c == BACKTICK ? fence(State.FENCE, 1) : open(c);
            case FENCE -> c == BACKTICK ? fence(State.FENCE, backticks + 1) : fenceLine(c);
            case FENCE_LINE -> fenceLine(c);
            case IN_FENCE -> open(c);
            case FIRST -> c == ']' ? to(State.CLOSED, Boundary.NONE) : element(c);
            case NEXT -> element(c);
            case FIRST_NAME -> c == '}' ? to(State.CLOSED, Boundary.NONE) : beginName(c);
            case NEXT_NAME -> beginName(c);
            case NAME -> name(c);
            case AFTER_NAME -> c == ':' ? to(State.NEXT, Boundary.NONE) : spaceOnly(c);
            case SCALAR -> scalar(c);
            case NESTED -> nested(c);
            case BETWEEN -> isSpace(c) ? Boundary.NONE : delimiter(c, Boundary.NONE);
            case CLOSED -> c == BACKTICK && fenced ? fence(State.CLOSING_FENCE, 1) : spaceOnly(c);
            case CLOSING_FENCE -> c == BACKTICK
                    ? fence(State.CLOSING_FENCE, backticks + 1)
                    : backticks < FENCE_LENGTH ? Boundary.NEITHER : to(State.AFTER_FENCE, spaceOnly(c));
            case AFTER_FENCE -> spaceOnly(c);
        };
    }

    /** Returns whether elements have names: the text is an object. */
    boolean isObject() {
        return isObject;
    }

    /** Returns whether the closing bracket was scanned. */
    boolean isClosed() {
        return state.compareTo(State.CLOSED) >= 0;
    }

    private Boundary fence(State next, int count) {
        backticks = count;
        return to(next, Boundary.NONE);
    }

    /** Scans what follows the opening backticks in their line, such as {@code json}. */
    private Boundary fenceLine(char c) {
        if (backticks < FENCE_LENGTH || c == BACKTICK) {
            return Boundary.NEITHER;
        }
        fenced = true;
        return to(c == '\n' ? State.IN_FENCE : State.FENCE_LINE, Boundary.NONE);
    }

    private Boundary open(char c) {
        isObject = c == '{';
        return isObject
                ? to(State.FIRST_NAME, Boundary.NONE)
                : c == '[' ? to(State.FIRST, Boundary.NONE) : spaceOnly(c);
    }

    private Boundary beginName(char c) {
        return c == '"' ? to(State.NAME, Boundary.NAME_BEGINS) : spaceOnly(c);
    }

    private Boundary name(char c) {
        if (c == '"' && !escaped) {
            return to(State.AFTER_NAME, Boundary.NAME_ENDS);
        }
        escaped = c == '\\' && !escaped;
        return Boundary.NONE;
    }

    private Boundary element(char c) {
        if (isSpace(c)) {
            return Boundary.NONE;
        }
        depth = c == '{' || c == '[' ? 1 : 0;
        inString = c == '"';
        boolean misplaced = c == ',' || c == ']' || c == '}';
        return misplaced
                ? Boundary.NEITHER
                : to(depth > 0 || inString ? State.NESTED : State.SCALAR,
                        Boundary.BEGINS);
    }

    private Boundary scalar(char c) {
        return isSpace(c)
                ? to(State.BETWEEN, Boundary.ENDED)
                : c == ',' || c == closing() ? delimiter(c, Boundary.ENDED) : Boundary.NONE;
    }

    private Boundary nested(char c) {
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
        return depth == 0 && !inString ? to(State.BETWEEN, Boundary.ENDS) : Boundary.NONE;
    }

    private Boundary delimiter(char c, Boundary boundary) {
        if (c == ',') {
            return to(isObject ? State.NEXT_NAME : State.NEXT, boundary);
        }
        return c == closing() ? to(State.CLOSED, boundary) : Boundary.NEITHER;
    }

    private char closing() {
        return isObject ? '}' : ']';
    }

    private Boundary to(State next, Boundary boundary) {
        state = next;
        return boundary;
    }

    private static Boundary spaceOnly(char c) {
        return isSpace(c) ? Boundary.NONE : Boundary.NEITHER;
    }

    /** Returns whether a character is white space in JSON (RFC 8259, section 2). */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
