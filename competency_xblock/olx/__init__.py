"""OLX, the format Open edX imports and our player reads. The only code that knows it.

No Django, no XBlock: trees and texts in, trees and texts out.
"""
