"""What Meta checks and works out for campaigns, ad sets and ads.

fields      their names, and what a call gives of them
rules       what is refused when one is made or changed
statuses    what an object's status comes to with its review and the objects above it
running     from which day to which an ad delivers
changes     what may be changed of an object that exists, by its status
"""
