package dev.rivulet.local.access;

/**
 * What a request is about.
 *
 * @param session its id, as clients write it
 */
record Names(String session, String turn) {

    private static final String NOBODYS_TURN = "0000";

    /** Returns names of the same length and time of which there is nothing. */
    Names missing() {
        return new Names("x" + session.substring(1),
                turn.substring(0, turn.length() - NOBODYS_TURN.length()) + NOBODYS_TURN);
    }

    /** Returns the same turn of a session of which there is nothing. */
    Names inMissingSession() {
        return new Names(missing().session, turn);
    }

    /** Puts the names where a template has them. */
    String in(String template) {
        return template.replace("{session}", session).replace("{turn}", turn);
    }

    /** Takes the names out of a text, so that it can be compared with one about others. */
    String outOf(String text) {
        return text.replace(session, "{session}").replace(turn, "{turn}");
    }
}
