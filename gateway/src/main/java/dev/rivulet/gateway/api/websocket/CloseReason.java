package dev.rivulet.gateway.api.websocket;

/** Why a gateway closes a connection, with the status codes of RFC 6455, section 7.4, and of the registry of IANA. */
enum CloseReason {
    SHUTTING_DOWN(1001, "the gateway stops"),
    NOT_TEXT(1003, "send text frames"),
    KEY_NOT_VALID(1008, "the key or grant is not valid any more"),
    NOT_LET_IN(1008, "see the problem"),
    TRY_LATER(1013, "see the problem"),
    NO_PONG(1011, "a ping was not answered");

    private final short code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = (short) code;
        this.text = text;
    }

    /** Returns the status code. */
    short code() {
        return code;
    }

    /** Returns the reason in words. */
    String text() {
        return text;
    }
}
