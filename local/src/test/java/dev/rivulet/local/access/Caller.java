package dev.rivulet.local.access;

/** Who asks, in the order in which they do: the owner, who may change what is there, is the last. */
enum Caller {
    /** Shows nothing. */
    ANONYMOUS,
    /** Shows a key that is none: one of the owner's with another secret. */
    GARBAGE,
    /** Shows a key that was the owner's and is not valid any more. */
    REVOKED,
    /** Another principal, that may do everything with what is its own. */
    STRANGER,
    /** The owner, with a key that has all scopes but the one that is needed. */
    WITHOUT_SCOPE,
    /** The owner, with a key that has all scopes. */
    OWNER;

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
     */
    Answer expected(String scope, boolean namesOwners) {
        boolean open = scope.equals("none");
        return switch (this) {
            case ANONYMOUS, GARBAGE, REVOKED -> open ? Answer.SERVED : Answer.UNAUTHENTICATED;
            case STRANGER -> namesOwners ? Answer.AS_MISSING : Answer.SERVED;
            case WITHOUT_SCOPE -> open || scope.equals("any") ? Answer.SERVED : Answer.FORBIDDEN;
            case OWNER -> Answer.SERVED;
        };
    }
}
