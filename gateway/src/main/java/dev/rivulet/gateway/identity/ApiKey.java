package dev.rivulet.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of the file of keys: {@code id sha256-in-hex principal scope,scope [quota-class]}. The key itself is not in
 * it. A key is {@code rk.ID.SECRET}, with 256 random bits, so a plain digest cannot be reversed.
 *
 * @param sha256 of the key, in lower-case hexadecimal
 * @param quotaClass of the principal where it shows this key; records in Kafka name it
 */
public record ApiKey(String id, String sha256, Principal principal, Set<Scope> scopes, Optional<String> quotaClass)
        implements
            Credential {

    /** The issuer of principals whose line names none. Not the name of an issuer of tokens, which is a URL. */
    public static final String ISSUER = "rivulet";
    /** What each key begins with. */
    static final String START = "rk.";
    /** The most characters of a key that is looked at. */
    static final int MAX_KEY = 128;

    private static final String ID = "[A-Za-z0-9_-]{1,64}";
    private static final Pattern KEY = Pattern.compile("rk\\.(" + ID + ")\\.[A-Za-z0-9_-]{43}");
    private static final Pattern LINE_ID = Pattern.compile(ID);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PRINCIPAL = Pattern.compile("[!-~]{1,256}");
    private static final int SECRET_BYTES = 32;
    private static final int RANDOM_ID_BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    public ApiKey {
        require(LINE_ID.matcher(id).matches(), "an id has 1 to 64 of A-Z a-z 0-9 _ -");
        require(DIGEST.matcher(sha256).matches(), "the second field is a SHA-256 digest in lower-case hexadecimal");
        require(!scopes.isEmpty(), "a key needs a scope");
        require(quotaClass.filter(name -> !Credential.isQuotaClass(name)).isEmpty(),
                "a quota class has 1 to 32 of A-Z a-z 0-9 _ -");
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }

    /** A key that was just made, and its line. The key is nowhere else. */
    public record Generated(String key, ApiKey line) {

        /** Leaves out the key. */
        @Override
        public String toString() {
            return "Generated[id=" + line.id + "]";
        }
    }

    /**
     * Makes a key.
     *
     * @param id null for a random one
     * @param principal {@code name} or {@code issuer|subject}
     * @throws IllegalArgumentException if a part is not allowed; the message says what is
     */
    public static Generated generate(String id, String principal, Set<Scope> scopes, Optional<String> quotaClass) {
        String named = id == null ? "k-" + random(RANDOM_ID_BYTES) : id;
        String key = START + named + "." + random(SECRET_BYTES);
        return new Generated(key, new ApiKey(named, digest(key), principal(principal), scopes, quotaClass));
    }

    /**
     * Reads a line, without its comment.
     *
     * @throws IllegalArgumentException if it is malformed; the message repeats nothing of it
     */
    static ApiKey parse(String line) {
        String[] fields = line.trim().split("\\s+");
        require(fields.length == 4 || fields.length == 5,
                "write: id sha256-in-hex principal scope,scope [quota-class]");
        return new ApiKey(fields[0], fields[1], principal(fields[2]), scopes(fields[3]),
                fields.length == 5 ? Optional.of(fields[4]) : Optional.empty());
    }

    /**
     * Reads scopes with commas between them.
     *
     * @throws IllegalArgumentException if one is not known
     */
    public static Set<Scope> scopes(String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String code : text.split(",", -1)) {
            scopes.add(Scope.parse(code).orElseThrow(() -> new IllegalArgumentException("scopes are "
                    + Stream.of(Scope.values()).map(Scope::code).collect(Collectors.joining(", "))
                    + ", with commas and no spaces between them")));
        }
        return scopes;
    }

    private static Principal principal(String text) {
        require(PRINCIPAL.matcher(text).matches(), "a principal has 1 to 256 printable ASCII characters and no spaces");
        int bar = text.indexOf('|');
        return bar < 0 ? Principal.of(ISSUER, text) : Principal.of(text.substring(0, bar), text.substring(bar + 1));
    }

    /** Returns the id in a key; empty if the text is no key. */
    static Optional<String> idIn(String key) {
        if (key.length() > MAX_KEY) {
            return Optional.empty();
        }
        Matcher parts = KEY.matcher(key);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** Returns whether this is the key's line. Takes the same time whatever the difference. */
    boolean matches(String key) {
        return MessageDigest.isEqual(ascii(sha256), ascii(digest(key)));
    }

    /** Returns the line as it stands in a file. */
    public String line() {
        String codes = new TreeSet<>(scopes).stream().map(Scope::code).collect(Collectors.joining(","));
        String named = principal.toString();
        String subject = named.substring(named.indexOf('|') + 1);
        boolean plain = named.equals(ISSUER + "|" + subject) && !subject.contains("|");
        return id + " " + sha256 + " " + (plain ? subject : named) + " " + codes
                + quotaClass.map(name -> " " + name).orElse("");
    }

    /** Leaves out the digest and who it is: safe for logs. */
    @Override
    public String toString() {
        return "ApiKey[id=" + id + "]";
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String digest(String key) {
        return HexFormat.of().formatHex(Sha256.of(key));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
