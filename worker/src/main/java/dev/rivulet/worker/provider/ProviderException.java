package dev.rivulet.worker.provider;

import dev.rivulet.schemas.ErrorCode;

/** A provider did not bring an answer to its proper end. The message is a sentence for the client. */
public final class ProviderException extends Exception {

    private final ErrorCode code;

    public ProviderException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ProviderException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
