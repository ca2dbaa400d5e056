package dev.rivulet.local.watch;

/** Buffers text until a line is complete, so that no other output gets into a line. */
final class LineBuffer {

    private final StringBuilder partial = new StringBuilder();

    /** Returns the complete lines, or an empty text. */
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

    /** Returns the incomplete last line. */
    String rest() {
        String rest = partial.toString();
        partial.setLength(0);
        return rest;
    }
}
