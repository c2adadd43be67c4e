/**
 * Shows that a passive node stands many clients and a long time under full load: the programs behind {@code
 * examples/reliability}. Read {@link org.netperfmeter.reliability.ManyClients} and {@link
 * org.netperfmeter.reliability.Soak} first.
 */
package org.netperfmeter.reliability;
