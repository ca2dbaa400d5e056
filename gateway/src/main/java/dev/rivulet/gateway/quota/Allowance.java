package dev.rivulet.gateway.quota;

/**
 * What a principal has left of one quota, for the headers of draft-ietf-httpapi-ratelimit-headers-11.
 *
 * @param seconds how long it can use no more than that; 0 if that is not known
 */
public record Allowance(Quota quota, int limit, long remaining, long seconds) {

    /** Returns an item of {@code RateLimit-Policy}. */
    public String policy() {
        String name = '"' + quota.policy() + "\";q=" + limit;
        return quota.isRate() ? name + ";w=" + PrincipalQuota.WINDOW.toSeconds() : name + ";qu=\"concurrent-requests\"";
    }

    /** Returns an item of {@code RateLimit}. */
    public String item() {
        String name = '"' + quota.policy() + "\";r=" + remaining;
        return seconds == 0 ? name : name + ";t=" + seconds;
    }
}
