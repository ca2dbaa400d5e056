package dev.rivulet.local.watch;

/** Holds a text that comes in pieces back until its lines are whole, so that nothing else is ever printed inside one. Pure. */
final class WholeLines {

    private final StringBuilder held = new StringBuilder();

    /** What can be printed now: whole lines, or nothing. */
    String add(String piece) {
        int end = piece.lastIndexOf('\n') + 1;
        if (end == 0) {
            held.append(piece);
            return "";
        }
        String whole = held + piece.substring(0, end);
        held.setLength(0);
        held.append(piece, end, piece.length());
        return whole;
    }

    /** The last line, which nothing ended. */
    String rest() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }
}
