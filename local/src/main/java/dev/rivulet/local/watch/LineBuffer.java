package dev.rivulet.local.watch;

/** Holds a text that comes in pieces back until its lines are lines, so that nothing else is ever printed inside one. Pure. */
final class LineBuffer {

    private final StringBuilder partial = new StringBuilder();

    /** What can be printed now: lines lines, or nothing. */
    String add(String piece) {
        int end = piece.lastIndexOf('\n') + 1;
        if (end == 0) {
            partial.append(piece);
            return "";
        }
        String lines = partial + piece.substring(0, end);
        partial.setLength(0);
        partial.append(piece, end, piece.length());
        return lines;
    }

    /** The last line, which nothing ended. */
    String rest() {
        String rest = partial.toString();
        partial.setLength(0);
        return rest;
    }
}
