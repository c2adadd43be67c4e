// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the built program as its users run it: processes of their own, real sockets, and other people's programs as
 * peers and readers.
 *
 * <p>Start with {@link org.netperfmeter.interoperation.OwnPairIT}; {@link org.netperfmeter.interoperation.Requirement}
 * says what a test may need from its host.
 */
package org.netperfmeter.interoperation;
