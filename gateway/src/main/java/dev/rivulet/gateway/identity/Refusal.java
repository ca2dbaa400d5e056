package dev.rivulet.gateway.identity;

import java.util.Locale;

/**
 * Why what a caller shows does not let it in, or not any more. For operators: clients are not told of all differences.
 */
public enum Refusal {
    /** Nothing is shown. */
    MISSING,
    /** It is no key, no token and no grant, or longer than is looked at. */
    MALFORMED,
    /** A key that no line of the file has: it never was, was removed, or has another secret. */
    UNKNOWN,
    /** A token or a grant whose time is over. */
    EXPIRED,
    /** A token of a key that the issuer does not publish. */
    UNKNOWN_ISSUER_KEY,
    /** A token that its key has not signed, or a grant that was altered, or whose secret is gone. */
    FORGED,
    /** A token of an algorithm or a type that is not taken. */
    UNSUPPORTED,
    /** A token that is not valid yet, of another issuer, for others, or that names no principal as it must. */
    UNFIT_CLAIMS,
    /** It was valid when a stream began, and was removed or withdrawn since. */
    REVOKED;

    /** Returns its name for labels. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
