package dev.rivulet.gateway.api.eventsource;

/**
 * Makes every line break a line feed. A server-sent event cannot carry a carriage return: CR, LF and CRLF all end a line
 * of it, and a client gets the lines back joined by line feeds. So CRLF and CR arrive as LF, each as one, also when a
 * CRLF is cut between two deltas. Has the state of one stream.
 */
final class LineBreaks {

    private boolean afterCarriageReturn;

    String toLineFeeds(String text) {
        String rest = afterCarriageReturn && text.startsWith("\n") ? text.substring(1) : text;
        afterCarriageReturn = text.endsWith("\r");
        return rest.indexOf('\r') < 0 ? rest : rest.replace("\r\n", "\n").replace('\r', '\n');
    }
}
