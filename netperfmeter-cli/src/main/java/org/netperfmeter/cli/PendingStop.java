// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Optional;

/** The wish that a node stops, which may come before there is one. */
final class PendingStop {
    private Optional<String> reason = Optional.empty();
    private Optional<Nodes.Node> node = Optional.empty();
    private boolean over;

    /**
     * Asks the node to stop: at once, or when it is there.
     *
     * @param why in words
     * @return false if the node has ended already
     */
    synchronized boolean ask(String why) {
        if (over) {
            return false;
        }
        reason = Optional.of(why);
        node.ifPresent(running -> running.stop(why));
        return true;
    }

    /** There is a node, which takes over the wish. */
    synchronized void concern(Nodes.Node running) {
        node = Optional.of(running);
        reason.ifPresent(running::stop);
    }

    /** The node has ended, so that nothing remains to be stopped. */
    synchronized void end() {
        over = true;
    }
}
