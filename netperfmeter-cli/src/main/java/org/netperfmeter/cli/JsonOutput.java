// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What of a run is to be told in JSON.
 *
 * @param file of the document
 * @param stream whether standard output gets a line for each event, and nothing else
 */
record JsonOutput(Optional<Path> file, boolean stream) {
    static final JsonOutput NONE = new JsonOutput(Optional.empty(), false);

    boolean isWanted() {
        return file.isPresent() || stream;
    }
}
