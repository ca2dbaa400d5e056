package dev.rivulet.client;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Pattern;

/** The paths of the HTTP API. */
final class ApiPaths {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private ApiPaths() {}

    /**
     * Checks and returns a session id.
     *
     * @throws IllegalArgumentException if it is not a valid session id
     */
    static String session(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a session id is 1 to 128 characters out of A-Z a-z 0-9 . _ ~ -");
        }
        return name;
    }

    static String of(String session) {
        return "/v1/sessions/" + session(session);
    }

    static String turns(String session) {
        return of(session) + "/turns";
    }

    static String turnsBefore(String session, String turnId) {
        return turns(session) + "?before=" + turnId(turnId);
    }

    static String turn(String session, String turnId) {
        return turns(session) + "/" + turnId(turnId);
    }

    /** @param from null, like {@code to}, for the gateway's default */
    static String usage(UsageReport.By by, LocalDate from, LocalDate to, boolean everybodys) {
        return "/v1/usage?by=" + by.name().toLowerCase(Locale.ROOT) + (from == null ? "" : "&from=" + from)
                + (to == null ? "" : "&to=" + to) + (everybodys ? "&all=true" : "");
    }

    private static String turnId(String turnId) {
        if (!NAME.matcher(turnId).matches()) {
            throw new IllegalArgumentException("not a turn id");
        }
        return turnId;
    }
}
