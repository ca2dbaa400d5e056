package dev.rivulet.runtime.config;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a sentence for an operator of the configuration library's error message. */
final class ConfigErrorMessage {

    private static final Pattern UNKNOWN = Pattern.compile("SRCFG00050: (\\S+) .*does not map to any root.*");
    private static final Pattern MISSING = Pattern.compile("SRCFG00014: The config property (\\S+) is required.*");
    private static final Pattern EMPTY = Pattern
            .compile("SRCFG00040: The config property (\\S+) is defined as the empty String.*");
    private static final Pattern BAD_VALUE = Pattern
            .compile(
                    "(?s)SRCFG00039: The config property (\\S+) with the config value \".*\" threw an Exception whilst"
                            + " being converted (.*)");
    private static final Pattern NOT_ONE_OF = Pattern
            .compile("(?s)Cannot convert (.*) to enum class \\S+, allowed values: (.*)");
    private static final Pattern EXCEPTION_CLASS = Pattern.compile("^(?:[a-z]\\w*\\.)+\\w+: ");
    private static final Pattern LIBRARY_CODE = Pattern.compile("^SRCFG\\d+: ");

    private ConfigErrorMessage() {}

    static String sentence(String message) {
        String worded = EXCEPTION_CLASS.matcher(message).replaceFirst("");
        Matcher unknown = UNKNOWN.matcher(worded);
        if (unknown.matches()) {
            return "unknown key " + unknown.group(1);
        }
        Matcher missing = MISSING.matcher(worded);
        if (missing.matches()) {
            return missing.group(1) + " is missing";
        }
        Matcher empty = EMPTY.matcher(worded);
        if (empty.matches()) {
            return empty.group(1) + " is empty";
        }
        Matcher bad = BAD_VALUE.matcher(worded);
        return bad.matches() ? bad.group(1) + ": " + reason(bad.group(2)) : reason(worded);
    }

    private static String reason(String message) {
        String worded = LIBRARY_CODE.matcher(message).replaceFirst("");
        Matcher choice = NOT_ONE_OF.matcher(worded);
        return choice.matches() ? "'" + choice.group(1) + "' is not one of " + sorted(choice.group(2)) : worded;
    }

    /** The library lists the choices in no order. */
    private static String sorted(String choices) {
        return Arrays.stream(choices.split(",")).sorted().collect(Collectors.joining(", "));
    }
}
