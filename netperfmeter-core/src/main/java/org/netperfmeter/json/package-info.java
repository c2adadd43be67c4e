// SPDX-License-Identifier: Apache-2.0
/**
 * A run of an active node in JSON: one document at its end, or lines while it goes on. What each name means is in the
 * schema (man/src/main/schema). Knows nodes and their results, but not the command line. Start reading at
 * {@link org.netperfmeter.json.RunJournal}.
 */
package org.netperfmeter.json;
