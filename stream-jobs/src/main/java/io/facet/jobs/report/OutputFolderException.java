package io.facet.jobs.report;

import java.io.IOException;

/** The output folder cannot be used. The message is one line for a person and names the folder. */
public final class OutputFolderException extends IOException {
    private static final long serialVersionUID = 1;

    OutputFolderException(String message, IOException cause) {
        super(message, cause);
    }
}
