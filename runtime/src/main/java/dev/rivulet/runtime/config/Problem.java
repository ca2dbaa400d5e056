package dev.rivulet.runtime.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a problem as the configuration library words it into a sentence for an operator. */
final class Problem {

    private static final Pattern UNKNOWN = Pattern.compile("SRCFG00050: (\\S+) .*does not map to any root.*");
    private static final Pattern BAD_VALUE = Pattern
            .compile(
                    "(?s).*SRCFG00039: The config property (\\S+) with the config value \".*\" threw an Exception whilst being converted (.*)");
    private static final Pattern MISSING = Pattern
            .compile("(?s).*SRCFG00014: The config property (\\S+) is required.*");

    private Problem() {}

    static String sentence(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return "unknown key " + unknown.group(1);
        }
        Matcher bad = BAD_VALUE.matcher(message);
        if (bad.matches()) {
            return bad.group(1) + ": " + bad.group(2);
        }
        Matcher missing = MISSING.matcher(message);
        return missing.matches() ? missing.group(1) + " is missing" : message;
    }
}
