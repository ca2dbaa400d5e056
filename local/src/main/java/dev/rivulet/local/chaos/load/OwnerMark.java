package dev.rivulet.local.chaos.load;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a text whose it is. Each prompt begins with one, and each token of its answer ends with it. */
public final class OwnerMark {

    private static final Pattern MARK = Pattern.compile("@(p\\d+)\\.");

    private OwnerMark() {}

    static String of(String principal) {
        return "@" + principal + ".";
    }

    /** Returns the principal whose mark a text begins with; empty if it begins with none. */
    static String ownerOf(String text) {
        Matcher mark = MARK.matcher(text);
        return mark.lookingAt() ? mark.group(1) : "";
    }

    /** Returns the other principals whose marks are in a text. */
    public static Set<String> others(String text, String principal) {
        Set<String> others = new TreeSet<>();
        if (text.indexOf('@') >= 0) {
            MARK.matcher(text).results().map(found -> found.group(1))
                    .filter(owner -> !owner.equals(principal)).forEach(others::add);
        }
        return others;
    }
}
