package dev.rivulet.gateway.http;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names of the query parameters of a call, or of the fields of an object. Any other name is refused, with the name
 * that was probably meant: a limit whose name is misspelt would not limit anything.
 *
 * @param names in alphabetical order
 */
public record KnownNames(Set<String> names) {

    /** Names that may be repeated to the client. */
    private static final Pattern REPEATABLE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern SEPARATORS = Pattern.compile("[_.-]");
    private static final int MAX_EDITS = 2;

    public static KnownNames of(String... names) {
        return new KnownNames(new TreeSet<>(List.of(names)));
    }

    /** Returns these names and others. */
    public KnownNames with(String... others) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(others));
        return new KnownNames(all);
    }

    /**
     * Case does not matter, because it does not when parameters are read.
     *
     * @throws ProblemException {@code unknown_field} if a parameter has another name
     */
    public void requireParameters(Collection<String> parameters) {
        parameters.stream().filter(name -> names.stream().noneMatch(name::equalsIgnoreCase)).findFirst()
                .ifPresent(name -> {
                    throw unknown("parameter", "", name);
                });
    }

    /**
     * @param path of the object from the body's root, with a dot at its end; empty for the root
     * @throws ProblemException {@code unknown_field} if a field has another name
     */
    void requireFields(String path, Collection<String> fields) {
        fields.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw unknown("field", path, name);
        });
    }

    private ProblemException unknown(String kind, String path, String name) {
        String meant = nearest(name).map(known -> " " + path + known + " is probably meant.")
                .orElse(names.isEmpty()
                        ? " There are none here."
                        : " These are known: " + String.join(", ", names) + ".");
        return REPEATABLE.matcher(name).matches()
                ? new ProblemException(ProblemCode.UNKNOWN_FIELD,
                        "There is no " + kind + " " + path + name + "." + meant,
                        path + name)
                : new ProblemException(ProblemCode.UNKNOWN_FIELD, "There is no " + kind + " of such a name." + meant);
    }

    /** Returns the known name that differs least: in its spelling, or by a few letters. */
    private Optional<String> nearest(String name) {
        String plain = plain(name);
        int limit = Math.min(MAX_EDITS, plain.length() / 3);
        return plain.length() > 64
                ? Optional.empty()
                : names.stream().filter(known -> edits(plain, plain(known)) <= limit)
                        .min((a, b) -> edits(plain, plain(a)) - edits(plain, plain(b)));
    }

    private static String plain(String name) {
        return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Returns how many letters must be added, removed or changed (Levenshtein distance). */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
