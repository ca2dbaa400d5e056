package dev.rivulet.local.access;

import java.util.Set;

/** Who asks, in the order in which they do: the owner, who may change what is there, is the last. */
enum Caller {
    /** Shows nothing. */
    ANONYMOUS,
    /** Shows a key that is none: one of the owner's with another secret. */
    GARBAGE,
    /** Shows a key that was the owner's and is not valid any more. */
    REVOKED,
    /** Shows a token that was the owner's and has expired. */
    EXPIRED_TOKEN,
    /** Shows a token that would be the owner's, if the issuer had signed it. */
    FORGED_TOKEN,
    /** Shows a grant that was the owner's for the session, and whose time is over. */
    EXPIRED_GRANT,
    /** Shows a grant of the owner's to read and write another session. */
    GRANT_FOR_ANOTHER,
    /** Another principal, that may do everything with what is its own. */
    STRANGER,
    /** The owner, with a key that has all scopes but the one that is needed. */
    WITHOUT_SCOPE,
    /** Shows a grant of the owner's to read and write the session: a turn of its own, which it may stop. */
    GRANT_HOLDER,
    /** The owner, with a key that has all scopes. */
    OWNER;

    /** What a grant to read and write gives. */
    private static final Set<String> GRANTED = Set.of("read", "ask", "cancel");

    /** What has to come of a call. */
    enum Answer {
        /** 401, with what to show. */
        UNAUTHENTICATED,
        /** 403. */
        FORBIDDEN,
        /** What is not there, whether it is somebody's or nobody's. */
        AS_MISSING,
        SERVED
    }

    /**
     * Returns what has to come of a call of this caller. The whole rule: there is no table of routes.
     *
     * @param scope what the call needs: that of a key, {@code any} key, or {@code none}
     * @param namesOwners whether it names something of the owner's
     * @param gives whether it gives something of it to others, which only the owner can
     */
    Answer expected(String scope, boolean namesOwners, boolean gives) {
        boolean anybody = scope.equals("none");
        boolean anyKey = anybody || scope.equals("any");
        return switch (this) {
            case ANONYMOUS, GARBAGE, REVOKED, EXPIRED_TOKEN, FORGED_TOKEN, EXPIRED_GRANT ->
                anybody ? Answer.SERVED : Answer.UNAUTHENTICATED;
            case STRANGER -> namesOwners ? Answer.AS_MISSING : Answer.SERVED;
            case WITHOUT_SCOPE -> anyKey ? Answer.SERVED : Answer.FORBIDDEN;
            case GRANT_FOR_ANOTHER -> anyKey && !namesOwners ? Answer.SERVED : Answer.FORBIDDEN;
            case GRANT_HOLDER -> anyKey || namesOwners && GRANTED.contains(scope) && !gives
                    ? Answer.SERVED
                    : Answer.FORBIDDEN;
            case OWNER -> Answer.SERVED;
        };
    }

    /** Returns whether it is shown what is the owner's where it is served. */
    boolean seesOwners() {
        return this == OWNER || this == GRANT_HOLDER;
    }

    /** Returns whether it can open a WebSocket. */
    boolean hasSocket() {
        return expected("any", false, false) == Answer.SERVED;
    }
}
