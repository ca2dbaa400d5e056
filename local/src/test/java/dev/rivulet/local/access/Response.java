package dev.rivulet.local.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What came back.
 *
 * @param body its beginning, if it does not end by itself
 */
record Response(int status, Map<String, List<String>> headers, String body) {

    /** Of each message, not of what it is about. */
    private static final Set<String> OF_THE_MESSAGE = Set.of("date", "content-length");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|(?<=Expires=)\\w{3}, [\\w :]+ GMT");
    /** A cursor says where the log ends, a grant begins with a nonce, and when to come back is drawn. */
    private static final Pattern OF_THE_MOMENT = Pattern
            .compile("(\"(?:cursor|grant)\":\"|(?m:^)(?:id|retry): )[\\w.-]+");

    /** Returns what is to be the same for all that is not there: without names, and ids and times of the moment. */
    Response without(Names names) {
        Map<String, List<String>> compared = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (!OF_THE_MESSAGE.contains(name)) {
                compared.put(name, values.stream().map(value -> plain(value, names)).toList());
            }
        });
        return new Response(status, compared, plain(body, names));
    }

    /** Returns the same without its body. */
    Response head() {
        return new Response(status, headers, "");
    }

    private static String plain(String text, Names names) {
        String ids = ID.matcher(names.outOf(text)).replaceAll("{id}");
        return OF_THE_MOMENT.matcher(TIME.matcher(ids).replaceAll("{time}")).replaceAll("$1{any}");
    }
}
